import { noChange } from 'lit';
import { Directive, directive, type AttributePart } from 'lit/directive.js';

/**
 * `style=${styleProperties({ width: '3px' })}`: properties of an element's style, set one by one. Lit's own `styleMap` writes the first
 * of them as an attribute, which the page's policy refuses, as it should: an attribute could come from anywhere.
 */
class StyleProperties extends Directive {
  private known: Readonly<Record<string, string>> = {};

  render(_properties: Readonly<Record<string, string>>): typeof noChange {
    return noChange;
  }

  override update(part: AttributePart, [properties]: [Readonly<Record<string, string>>]): typeof noChange {
    const { style } = part.element;
    for (const name of Object.keys(this.known)) if (!(name in properties)) style.removeProperty(name);
    for (const [name, value] of Object.entries(properties)) if (this.known[name] !== value) style.setProperty(name, value);
    this.known = properties;
    return noChange;
  }
}

export const styleProperties = directive(StyleProperties);
