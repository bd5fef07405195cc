/** Preact with templates: what a component shows is text wherever a value is put in, never markup. */
import htm from '../lib/htm.module.js';
import { h } from '../lib/preact.module.js';

export { Component, createRef, render } from '../lib/preact.module.js';

export const html = htm.bind(h);

/**
 * Puts the focus back after an update. The browser takes it from an element that is moved, as a row is when the order
 * changes, and from one that cannot be used any more, as a button at the last page; then it goes to what stands beside.
 *
 * @param focused the element that had the focus before the update
 */
export function keepFocus(focused) {
    if (focused === null || focused === document.body || !focused.isConnected) {
        return;
    }
    if (focused.disabled) {
        focused.parentElement.querySelector('button:not(:disabled), input:not(:disabled)')?.focus({ preventScroll: true });
    } else if (document.activeElement === document.body) {
        focused.focus({ preventScroll: true });
    }
}
