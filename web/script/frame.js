import { leastWidth, Widths } from './columns.js';
import { Component, createRef, html } from './ui.js';

/** The frame of a table of sessions, which scrolls in both directions where the columns need more than there is room. */
export class TableFrame extends Component {
    constructor(props) {
        super(props);
        this.frame = createRef();
        this.state = { isTooWide: false };
    }

    componentDidMount() {
        this.observer = new ResizeObserver(() => this.measure());
        this.observer.observe(this.frame.current);
    }

    componentWillUnmount() {
        this.observer.disconnect();
    }

    // What scrolls sideways must scroll downwards as well: otherwise its headings would go out of sight.
    measure() {
        const { scrollWidth, clientWidth } = this.frame.current;
        this.setState({ isTooWide: scrollWidth > clientWidth });
    }

    componentDidUpdate(props) {
        if (props.columns !== this.props.columns) {
            this.measure();
        }
    }

    /** Has the first row in sight, if somebody has read on below it. */
    toTop() {
        const frame = this.frame.current;
        frame.scrollTop = 0;
        if (frame.getBoundingClientRect().top < parseFloat(getComputedStyle(frame).scrollMarginTop)) {
            frame.scrollIntoView();
        }
    }

    render({ label, columns, hasTools, children }, { isTooWide }) {
        return html`
            <div class=${`ss-scroll${isTooWide ? ' ss-too-wide' : ''}`} tabindex="0" role="region" aria-label=${label}
                ref=${this.frame}>
            <table class=${`jive-table ss-table${hasTools ? '' : ' ss-plain'}`}
                style=${{ '--ss-least-width': `${leastWidth(columns, hasTools)}px` }}>
            <${Widths} columns=${columns} hasTools=${hasTools}/>
            ${children}
            </table>
            </div>`;
    }
}

/** What a cell shows may be pressed: calls with the name of an action and the session of the row. */
export function press(target, sessions, onAction) {
    const action = target.closest('[data-press]')?.dataset.press;
    if (action !== undefined) {
        const { id } = target.closest('tr').dataset;
        onAction(action, sessions.find(session => session.id === id));
    }
}
