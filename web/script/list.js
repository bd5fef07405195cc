import { wayBack } from './focus.js';
import { Live } from './live.js';
import { Steps } from './steps.js';
import { text } from './texts.js';
import { clock, hold } from './times.js';
import { Component } from './ui.js';

const page = document.getElementById('sessionstate');

/**
 * A page with a list that follows the server, can be filtered, and has details beside it; what it shows stands in its
 * address. Its kinds read the view from there (view), keep it there (remember), and ask for what it shows (request).
 */
export class ListPage extends Component {
    /**
     * @param state   what a kind keeps beside the rest
     * @param pauseMs as of Live
     */
    constructor(props, state, pauseMs) {
        super(props);
        this.state = { answer: null, live: 'connecting', message: text('live.connecting'), needsLogin: false, updated: '',
            filter: '', problem: '', ...this.view(), ...state };
        // What the server would not take.
        this.refused = null;
        // What led to the view that is asked for: 'press', 'typing', or null if it is in the address already.
        this.step = null;
        this.steps = new Steps(() => this.goBack(this.view()));
        this.live = new Live((wait, signal) => this.ask(wait, signal), (live, message, needsLogin) => {
            hold(live !== 'on');
            this.setState({ live, message, needsLogin });
        }, pauseMs);
    }

    componentDidMount() {
        this.live.refresh();
    }

    // Where nothing has the focus, nothing loses it.
    getSnapshotBeforeUpdate() {
        return document.activeElement === document.body ? null : wayBack();
    }

    componentDidUpdate(props, state, back) {
        back?.();
        page.dataset.live = this.state.live;
        // Which state of the server's table is shown.
        page.dataset.version = this.state.answer?.version ?? '';
    }

    /** Asks for what is typed; if the server refuses that, for what it took before. */
    async ask(wait, signal) {
        const { typed, filter, answer } = this.state;
        const wanted = typed.trim() === this.refused ? filter : typed.trim();
        try {
            const next = await this.request({ q: wanted, since: wait > 0 ? answer?.version : null,
                wait: wait > 0 ? wait : null }, signal);
            // An answer that was there already when something else was asked for must not take its place.
            signal.throwIfAborted();
            if (wanted === typed.trim()) {
                this.refused = null;
            }
            this.show(next, wanted);
            return next.waited;
        } catch (e) {
            if (e.status !== 400 || wanted === filter || signal.aborted) {
                throw e;
            }
            this.refused = wanted;
            this.setState({ problem: e.message });
            return this.ask(0, signal);
        }
    }

    show(answer, filter) {
        this.setState(({ problem }) => ({ answer, filter, updated: text('live.updated', clock()),
            problem: this.refused === null ? '' : problem }), () => this.shown());
    }

    shown() {
        this.remember(this.step);
        this.step = null;
    }

    // Columns are no step: they stay as they were chosen last.
    goBack({ columns, ...view }) {
        this.step = null;
        this.setState(view, () => this.live.refresh());
    }

    /** Shows the details of this session, or none. */
    look(details) {
        const step = this.state.details === null ? 'details' : null;
        this.setState({ details }, () => this.remember(step));
    }
}
