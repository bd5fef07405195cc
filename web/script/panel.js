import { Dialog } from './dialog.js';
import { entryOf, wayBack } from './focus.js';
import { Component, createRef, html } from './ui.js';

// From here on there is room for it beside the list.
const WIDE = matchMedia('(min-width: 1240px)');
// Between it and the lower edge of the window, in pixels.
const GAP = 12;
const LEAST_HEIGHT = 240;

// Behind these a JID that needs two lines is cut.
const BREAKS = /(?<=[@/])/;

const STEPS = { ArrowUp: -1, ArrowDown: 1 };
// Where these keys have no other use.
const STEPPING = ':is(#ss-rows, #ss-ended-rows, #ss-details .ss-buttons) *';

/**
 * What is told of one session: beside the list, which stays usable, where the window is wide enough, and otherwise in a
 * dialog. The arrow keys go through the rows of the list. Beside the title stand the tools, what can be done there.
 */
export class Panel extends Component {
    constructor(props) {
        super(props);
        this.frame = createRef();
        this.state = { isBeside: WIDE.matches };
        this.pressed = this.pressed.bind(this);
        this.resized = () => this.setState({ isBeside: WIDE.matches });
    }

    componentDidMount() {
        document.addEventListener('keydown', this.pressed);
        WIDE.addEventListener('change', this.resized);
    }

    componentWillUnmount() {
        document.removeEventListener('keydown', this.pressed);
        WIDE.removeEventListener('change', this.resized);
    }

    // What is open above it comes first, and so does a filter that Escape empties.
    pressed(event) {
        const { key, target } = event;
        if (event.defaultPrevented || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey
                || document.querySelector(':popover-open, dialog:modal:not(#ss-details)') !== null) {
            return;
        }
        if (STEPS[key] !== undefined && target.matches(STEPPING)) {
            event.preventDefault();
            this.props.onStep(STEPS[key]);
        } else if (key === 'Escape' && this.state.isBeside && (target.type !== 'search' || target.value === '')) {
            this.close();
        }
    }

    close() {
        this.frame.current.close();
    }

    /** Has the focus go to the row of this session at the end, if the list shows it. */
    returnTo(id) {
        const entry = entryOf(id);
        if (entry !== null) {
            this.frame.current.returnTo(entry);
        }
    }

    render({ title, tools, onClose, children }, { isBeside }) {
        const Frame = isBeside ? Beside : Dialog;
        return html`<${Frame} id="ss-details" className="ss-wide" ref=${this.frame}
            ...${{ title, tools, onClose }}>${children}<//>`;
    }
}

/** Stands beside the list and reaches down to the end of the window, however far that is scrolled. */
class Beside extends Component {
    constructor(props) {
        super(props);
        this.element = createRef();
        this.fit = this.fit.bind(this);
    }

    componentDidMount() {
        this.back = wayBack();
        this.observer = new ResizeObserver(this.fit);
        this.observer.observe(this.element.current.closest('.sessionstate'));
        addEventListener('resize', this.fit);
        addEventListener('scroll', this.fit, { passive: true });
        this.element.current.querySelector('[data-first]').focus({ preventScroll: true });
    }

    componentWillUnmount() {
        this.observer.disconnect();
        removeEventListener('resize', this.fit);
        removeEventListener('scroll', this.fit);
        if (this.element.current.contains(document.activeElement)) {
            document.activeElement.blur();
            this.back();
        }
    }

    fit() {
        const { style } = this.element.current;
        const room = document.documentElement.clientHeight - this.element.current.getBoundingClientRect().top - GAP;
        style.height = `${Math.max(LEAST_HEIGHT, room)}px`;
    }

    returnTo(element) {
        this.back = wayBack(element);
    }

    close() {
        this.props.onClose();
    }

    render({ id, title, tools, children }) {
        return html`
            <section id=${id} class="ss-beside" aria-labelledby=${`${id}-title`} ref=${this.element}>
            <div class="ss-head"><h2 id=${`${id}-title`} aria-live="polite">${title.split(BREAKS).map((part, index) =>
                html`${index > 0 && html`<wbr/>`}${part}`)}</h2>${tools}</div>
            ${children}
            </section>`;
    }
}
