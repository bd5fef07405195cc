/** Preact with templates: what a component shows is text wherever a value is put in, never markup. */
import htm from '../lib/htm.module.js';
import { h } from '../lib/preact.module.js';

export { Component, createRef, render } from '../lib/preact.module.js';

export const html = htm.bind(h);
