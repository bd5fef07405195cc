import { Component, createRef, html } from './ui.js';

// Around a popover, in pixels: what its style has above and below.
const MARGIN = 6;

/**
 * A button with a panel below it, which opens over the page: it shuts with Escape, a press elsewhere, or once more on
 * the button.
 */
export class Dropdown extends Component {
    constructor(props) {
        super(props);
        this.button = createRef();
        this.panel = createRef();
    }

    toggled(event) {
        if (event.newState === 'open') {
            placeBelow(this.panel.current, this.button.current);
        }
    }

    render({ id, label, disabled, children }) {
        return html`
            <button type="button" class="ss-drop" ref=${this.button} popovertarget=${id} disabled=${disabled}>${
                label}</button>
            <div id=${id} class="ss-panel" popover="auto" ref=${this.panel} onToggle=${event => this.toggled(event)}>
            ${children}</div>`;
    }
}

/**
 * Puts an open popover below what it belongs to, or above where there is more room, and within the window. What has no
 * room there scrolls.
 */
export function placeBelow(popover, owner) {
    const at = owner.getBoundingClientRect();
    const below = innerHeight - at.bottom - MARGIN;
    const above = at.top - MARGIN;
    const isBelow = popover.offsetHeight <= below || below >= above;
    popover.style.maxHeight = `${isBelow ? below : above}px`;
    popover.style.top = `${isBelow ? at.bottom : at.top - MARGIN - popover.offsetHeight}px`;
    popover.style.left = `${Math.max(0, at.right - popover.offsetWidth)}px`;
}
