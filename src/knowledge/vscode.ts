import { defineLibrary, type ApiType, type Member } from './library.js';
import { declares, disposable, members } from './members.js';

/** `event(listener, thisArgs?, disposables?)`: the third argument, when given, takes the disposable. */
const event: ApiType = {
  call: { acquires: { ...disposable('event subscription'), owner: 2 }, callbacks: [{ argument: 0, runs: 'later' }] },
};
const registers: Member = { returns: 'disposable', acquires: disposable('registration') };
const creates = (resource: string, returns = 'disposable'): Member => ({ returns, acquires: disposable(resource) });
const events = (names: string): Readonly<Record<string, Member>> => members(names, { type: 'event' });
const editor = (effect: 'read' | 'write'): Member => ({ operation: { channel: 'editor', effect, rows: 'one', ordered: true } });

/** The namespaces live as long as the extension host, so a listener there outlives whatever registered it. */
const namespaces: Readonly<Record<string, ApiType>> = {
  tasks: {
    lifelong: true,
    members: {
      ...members('registerTaskProvider', registers),
      executeTask: editor('write'),
      ...events('onDidStartTask onDidEndTask onDidStartTaskProcess onDidEndTaskProcess'),
    },
  },
  env: {
    lifelong: true,
    members: {
      createTelemetryLogger: creates('telemetry logger'),
      ...members('openExternal', editor('write')),
      clipboard: { type: 'clipboard' },
      ...events('onDidChangeTelemetryEnabled onDidChangeShell onDidChangeLogLevel'),
    },
  },
  commands: {
    lifelong: true,
    members: {
      ...members('registerCommand registerTextEditorCommand', registers),
      executeCommand: { operation: { channel: 'editor', effect: 'read-write', rows: 'one', ordered: true } },
    },
  },
  window: {
    lifelong: true,
    members: {
      ...members(`registerTreeDataProvider registerUriHandler registerWebviewPanelSerializer registerWebviewViewProvider
        registerCustomEditorProvider registerTerminalLinkProvider registerTerminalProfileProvider
        registerFileDecorationProvider`, registers),
      createTextEditorDecorationType: creates('decoration type'),
      createQuickPick: creates('quick pick', 'quickInput'),
      createInputBox: creates('input box', 'quickInput'),
      createOutputChannel: creates('output channel'),
      // The user closes a panel, and that disposes of it.
      createWebviewPanel: { returns: 'webviewPanel', acquires: { ...disposable('webview panel'), endsItself: true } },
      // With a timeout or a promise it goes away by itself; the second argument is one of both.
      setStatusBarMessage: { acquires: { ...disposable('status bar message'), owner: 1 } },
      createStatusBarItem: creates('status bar item'),
      createTerminal: { returns: 'disposable', acquires: { ...disposable('terminal'), endsItself: true } },
      createTreeView: creates('tree view', 'treeView'),
      ...members('showInformationMessage showWarningMessage showErrorMessage showQuickPick showInputBox showOpenDialog showSaveDialog showWorkspaceFolderPick showTextDocument', editor('write')),
      withProgress: { operation: { channel: 'editor', effect: 'read-write', rows: 'one', ordered: true }, callbacks: [{ argument: 1, runs: 'once' }] },
      tabGroups: { type: 'tabGroups' },
      ...events(`onDidChangeActiveTextEditor onDidChangeVisibleTextEditors onDidChangeTextEditorSelection
        onDidChangeTextEditorVisibleRanges onDidChangeTextEditorOptions onDidChangeTextEditorViewColumn
        onDidChangeVisibleNotebookEditors onDidChangeActiveNotebookEditor onDidChangeNotebookEditorSelection
        onDidChangeNotebookEditorVisibleRanges onDidChangeActiveTerminal onDidOpenTerminal onDidCloseTerminal
        onDidChangeTerminalState onDidChangeTerminalShellIntegration onDidStartTerminalShellExecution
        onDidEndTerminalShellExecution onDidChangeWindowState onDidChangeActiveColorTheme`),
    },
  },
  workspace: {
    lifelong: true,
    members: {
      ...members('registerTextDocumentContentProvider registerNotebookSerializer registerTaskProvider registerFileSystemProvider', registers),
      createFileSystemWatcher: { returns: 'fileWatcher', acquires: { resource: 'file watcher', kind: 'watcher', release: { methods: ['dispose'] } } },
      fs: { type: 'fileSystem' },
      findFiles: { operation: { channel: 'fs', effect: 'read', rows: 'many', bound: { positional: 2 } } },
      openTextDocument: editor('read'),
      ...members('applyEdit saveAll', editor('write')),
      ...events(`onDidChangeWorkspaceFolders onDidOpenTextDocument onDidCloseTextDocument onDidChangeTextDocument
        onWillSaveTextDocument onDidSaveTextDocument onDidChangeNotebookDocument onWillSaveNotebookDocument
        onDidSaveNotebookDocument onDidOpenNotebookDocument onDidCloseNotebookDocument onWillCreateFiles
        onDidCreateFiles onWillDeleteFiles onDidDeleteFiles onWillRenameFiles onDidRenameFiles
        onDidChangeConfiguration onDidGrantWorkspaceTrust`),
    },
  },
  languages: {
    lifelong: true,
    members: {
      ...members(`registerCompletionItemProvider registerInlineCompletionItemProvider registerCodeActionsProvider
        registerCodeLensProvider registerDefinitionProvider registerImplementationProvider
        registerTypeDefinitionProvider registerDeclarationProvider registerHoverProvider
        registerEvaluatableExpressionProvider registerInlineValuesProvider registerDocumentHighlightProvider
        registerDocumentSymbolProvider registerWorkspaceSymbolProvider registerReferenceProvider
        registerRenameProvider registerDocumentSemanticTokensProvider registerDocumentRangeSemanticTokensProvider
        registerDocumentFormattingEditProvider registerDocumentRangeFormattingEditProvider
        registerOnTypeFormattingEditProvider registerSignatureHelpProvider registerDocumentLinkProvider
        registerColorProvider registerInlayHintsProvider registerFoldingRangeProvider registerSelectionRangeProvider
        registerCallHierarchyProvider registerTypeHierarchyProvider registerLinkedEditingRangeProvider
        registerDocumentDropEditProvider registerDocumentPasteEditProvider setLanguageConfiguration`, registers),
      createDiagnosticCollection: creates('diagnostic collection'),
      createLanguageStatusItem: creates('language status item'),
      ...events('onDidChangeDiagnostics'),
    },
  },
  notebooks: {
    lifelong: true,
    members: {
      ...members('registerNotebookCellStatusBarItemProvider', registers),
      createNotebookController: creates('notebook controller'),
    },
  },
  scm: {
    lifelong: true,
    members: {
      createSourceControl: creates('source control'),
    },
  },
  debug: {
    lifelong: true,
    members: {
      ...members('registerDebugConfigurationProvider registerDebugAdapterDescriptorFactory registerDebugAdapterTrackerFactory', registers),
      ...members('startDebugging stopDebugging', editor('write')),
      ...events(`onDidChangeActiveDebugSession onDidStartDebugSession onDidReceiveDebugSessionCustomEvent
        onDidTerminateDebugSession onDidChangeBreakpoints onDidChangeActiveStackItem`),
    },
  },
  extensions: {
    lifelong: true,
    members: {
      ...events('onDidChange'),
    },
  },
  comments: {
    lifelong: true,
    members: {
      createCommentController: creates('comment controller'),
    },
  },
  authentication: {
    lifelong: true,
    members: {
      ...members('registerAuthenticationProvider', registers),
      ...events('onDidChangeSessions'),
    },
  },
  tests: {
    lifelong: true,
    members: {
      createTestController: creates('test controller'),
    },
  },
  chat: {
    lifelong: true,
    members: {
      createChatParticipant: creates('chat participant'),
    },
  },
  lm: {
    lifelong: true,
    members: {
      ...members('registerTool', registers),
      ...events('onDidChangeChatModels'),
    },
  },
};

/** Of the stable API of VS Code 1.100: every function that returns a disposable and every event, plus what reads or prompts. */
export const vscode = defineLibrary({
  id: 'vscode',
  label: 'VS Code API',
  packages: ['vscode', '@theia/plugin'],
  typings: { package: '@types/vscode', version: '1' },
  exports: {
    ...Object.fromEntries(Object.keys(namespaces).map((name) => [name, { type: name }])),
    EventEmitter: { type: 'emitterClass' },
    CancellationTokenSource: { type: 'cancellationClass' },
  },
  declared: {
    Event: 'event',
    EventEmitter: 'emitter',
    CancellationTokenSource: 'cancellation',
    CancellationToken: 'token',
    FileSystemWatcher: 'fileWatcher',
    WebviewPanel: 'webviewPanel',
    Webview: 'webview',
    TreeView: 'treeView',
    ...declares('QuickPick InputBox', 'quickInput'),
    FileSystem: 'fileSystem',
    ...declares(`TextEditorDecorationType Disposable DiagnosticCollection LanguageStatusItem OutputChannel LogOutputChannel
      StatusBarItem Terminal CustomDocument NotebookController SourceControlResourceGroup SourceControl DebugAdapter
      CommentThread CommentController TestRunProfile TestController TelemetryLogger ChatParticipant`, 'disposable'),
  },
  types: {
    ...namespaces,
    event,
    disposable: { members: { dispose: {} } },
    // Holds nothing but its listeners: one that nobody names any more is gone with them.
    emitterClass: { construct: { returns: 'emitter', acquires: { ...disposable('event emitter'), endsItself: true } } },
    emitter: { members: { event: { type: 'event' }, fire: {}, dispose: {} } },
    cancellationClass: { construct: { returns: 'cancellation', acquires: { ...disposable('cancellation token source'), endsItself: true } } },
    cancellation: { members: { token: { type: 'token' }, cancel: {}, dispose: {} } },
    token: { brief: true, members: { onCancellationRequested: { type: 'event' } } },
    fileWatcher: { members: { ...events('onDidCreate onDidChange onDidDelete'), dispose: {} } },
    webviewPanel: { members: { ...events('onDidChangeViewState onDidDispose'), webview: { type: 'webview' }, dispose: {} } },
    webview: { members: { ...events('onDidReceiveMessage'), postMessage: editor('write') } },
    treeView: {
      members: { ...events('onDidExpandElement onDidCollapseElement onDidChangeSelection onDidChangeVisibility onDidChangeCheckboxState'), dispose: {} },
    },
    quickInput: { members: { ...events('onDidChangeValue onDidAccept onDidTriggerButton onDidHide'), dispose: {} } },
    tabGroups: { members: events('onDidChangeTabGroups onDidChangeTabs') },
    fileSystem: {
      members: {
        ...members('stat readDirectory readFile', { operation: { channel: 'fs', effect: 'read', rows: 'one' } }),
        ...members('writeFile createDirectory delete rename copy', { operation: { channel: 'fs', effect: 'write', rows: 'none' } }),
      },
    },
    clipboard: { members: { readText: editor('read'), writeText: editor('write') } },
  },
});
