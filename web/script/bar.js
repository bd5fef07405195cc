import { Dropdown } from './dropdown.js';
import { LiveLine } from './notices.js';
import { isFor } from './targets.js';
import { text } from './texts.js';
import { Component, createRef, html } from './ui.js';

// Of those that can be done to many at once.
const ACTIONS = ['close', 'message'];

/** What stays in sight above a long table: whether it is live, how much there is, and what can be done to many. */
export class Bar extends Component {
    constructor(props) {
        super(props);
        this.element = createRef();
    }

    // The headings of the table stay below it.
    componentDidMount() {
        const bar = this.element.current;
        this.observer = new ResizeObserver(() =>
            bar.parentElement.style.setProperty('--ss-bar-height', `${bar.offsetHeight}px`));
        this.observer.observe(bar);
    }

    componentWillUnmount() {
        this.observer.disconnect();
    }

    render({ live, message, needsLogin, isPaused, updated, count, selected, matching, onRetry, onPause, onAct, onClear }) {
        const chosen = selected.size;
        const counts = Object.fromEntries(ACTIONS.map(action =>
            [action, [...selected.values()].filter(session => isFor(action, session)).length]));
        return html`
            <div class="ss-bar" ref=${this.element}>
            <${LiveLine} ...${{ live, message, needsLogin, onRetry }}/>
            <button type="button" id="ss-pause" aria-pressed=${String(isPaused)} onClick=${onPause}>${
                text('live.pause')}</button>
            <p id="ss-count">${count}</p>
            <p id="ss-updated" hidden=${live === 'on'}>${updated}</p>
            <div class="ss-selection" id="ss-selection">
            <span role="status">${chosen === 0 ? text('select.none') : text('select.some', chosen.toLocaleString())}</span>
            ${ACTIONS.map(action => html`<button type="button" key=${action} data-action=${action}
                disabled=${counts[action] === 0} onClick=${() => onAct(action, false)}>${counts[action] === 0
                    ? text(`select.${action}`) : label(action, counts[action])}</button>`)}
            <button type="button" data-action="clear" disabled=${chosen === 0} onClick=${onClear}>${
                text('select.clear')}</button>
            <${Dropdown} id="ss-matching" label=${text('matching.label')} disabled=${matching.close === 0}>
            ${ACTIONS.map(action => html`<button type="button" key=${action} data-matching=${action}
                disabled=${matching[action] === 0}
                onClick=${event => {
                    event.currentTarget.closest('[popover]').hidePopover();
                    onAct(action, true);
                }}>${label(action, matching[action])}</button>`)}
            <//>
            </div>
            </div>`;
    }
}

// Says to how many it would be done.
function label(action, count) {
    return count === 1 ? text(`select.${action}.one`) : text(`select.${action}.many`, count.toLocaleString());
}
