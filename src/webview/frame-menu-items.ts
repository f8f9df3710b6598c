import type { MenuItem } from './frame-menu.js';
import type { PaneHost } from './pane-host.js';
import type { ViewName } from './panel-state.js';
import type { Step } from './steps.js';

/** What can be done with a function, and with the call of it that a path of frames leads to, where there is one. */
export function frameMenu(host: PaneHost, frame: number, path: readonly number[] | undefined, view: (name: ViewName) => void): readonly (MenuItem | undefined)[] {
  const { model } = host;
  const step = (title: string, what: Step, keys?: string): MenuItem => ({ title, ...(keys !== undefined && { keys }), run: () => model.take(what) });
  const show = (title: string, name: ViewName): MenuItem => ({
    title,
    run: () => {
      model.selectFunction(frame);
      view(name);
    },
  });
  const isCode = model.names.isCode(frame);
  return [
    { title: 'Open Source', keys: 'Ctrl+Enter', isDisabled: !model.names.canOpen(frame), run: () => host.open(frame, false) },
    { title: 'Open Source to the Side', keys: 'Alt+Enter', isDisabled: !model.names.canOpen(frame), run: () => host.open(frame, true) },
    undefined,
    ...(path === undefined ? [] : [step('Focus on This Call', { do: 'focus-call', path })]),
    step('Focus on Function', { do: 'focus', frame }),
    step(isCode ? 'Hide Function and What It Calls' : 'Hide', { do: 'hide', frame }),
    ...(isCode ? [step('Merge Function into Its Callers', { do: 'merge', frame })] : []),
    undefined,
    show('Show in Sandwich', 'sandwich'),
    show('Show in Bottom Up', 'bottom-up'),
    show('Show in Functions', 'functions'),
    ...(path === undefined ? [] : [{ title: 'Show in Top Down', run: () => view('top-down') }]),
    undefined,
    { title: 'Copy Stack', keys: 'Ctrl+C', run: () => host.copyStack() },
    { title: 'Copy Name', run: () => host.copy(model.names.nameOf(frame)) },
  ];
}

/** What concerns all of the profile. */
export function moreMenu(host: PaneHost, picture: (() => void) | undefined): readonly (MenuItem | undefined)[] {
  const { model } = host;
  const toggle = (title: string, step: Step): MenuItem => ({ title, isChecked: model.has(step), run: () => model.toggle(step) });
  return [
    toggle('Hide node_modules', { do: 'hide-owner', owner: 'packages' }),
    toggle('Collapse node_modules by Package', { do: 'collapse-owner', owner: 'packages' }),
    toggle('Hide Node Internals', { do: 'hide-owner', owner: 'internals' }),
    toggle('Collapse Node Internals', { do: 'collapse-owner', owner: 'internals' }),
    undefined,
    toggle('Collapse Recursion', { do: 'collapse-recursion' }),
    toggle('Garbage Collection at Its Cause', { do: 'attach-collector' }),
    undefined,
    { title: 'Undo', keys: 'Ctrl+Z', isDisabled: model.own.steps.length === 0, run: () => model.undo() },
    { title: 'Show All', isDisabled: model.own.steps.length === 0 && !model.own.range, run: () => model.reset() },
    undefined,
    { title: 'Legend of Colours', isChecked: model.state.hasLegend, run: () => model.change({ hasLegend: !model.state.hasLegend }) },
    { title: 'Export Picture…', isDisabled: picture === undefined, run: () => picture?.() },
  ];
}
