import { entryOf } from './focus.js';
import { text } from './texts.js';
import { Component, createRef, html } from './ui.js';

/** Details of one session in a Panel, and the way to those of the next one in the list: its kinds say what they are. */
export class Walk extends Component {
    constructor(props) {
        super(props);
        this.panel = createRef();
        // Where in the list it was seen last.
        this.at = 0;
    }

    /** The session so far before or after this one in the list; of one that has left it, beside its place. */
    neighbour(by) {
        const { ids, id } = this.props;
        const at = ids.indexOf(id);
        this.at = at < 0 ? this.at : at;
        return ids[at < 0 && by > 0 ? this.at : this.at + by];
    }

    step(by) {
        const id = this.neighbour(by);
        if (id !== undefined) {
            const entry = entryOf(id);
            entry.closest('tr').scrollIntoView({ block: 'nearest' });
            // Who is in the list goes on there.
            if (!document.getElementById('ss-details').contains(document.activeElement)) {
                entry.focus({ preventScroll: true });
            }
            this.props.onStep(id);
        }
    }

    /** The buttons that go from one to the next, and leave. */
    steps() {
        return html`
            ${this.stepButton('ss-details-previous', -1, text('details.previous'), '\u25b2')}
            ${this.stepButton('ss-details-next', 1, text('details.next'), '\u25bc')}
            <button type="button" id="ss-details-done" data-first
                onClick=${() => this.panel.current.close()}>${text('close.done')}</button>`;
    }

    stepButton(id, by, label, sign) {
        return html`
            <button type="button" id=${id} disabled=${this.neighbour(by) === undefined} aria-label=${label} title=${label}
                onClick=${() => this.step(by)}>${sign}</button>`;
    }
}
