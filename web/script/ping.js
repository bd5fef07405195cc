import { problemOf } from './command.js';
import { whose } from './cells.js';
import { Dialog } from './dialog.js';
import { ask, ReplyText } from './reply.js';
import { text } from './texts.js';
import { Component, createRef, html } from './ui.js';

/** Pings a client at once, and says how long its answer took. */
export class PingDialog extends Component {
    constructor(props) {
        super(props);
        this.dialog = createRef();
        // Without an answer and without a problem the answer is waited for.
        this.state = { answer: null, problem: '' };
    }

    componentDidMount() {
        this.ping();
    }

    componentWillUnmount() {
        this.isGone = true;
    }

    async ping() {
        this.setState({ answer: null, problem: '' });
        let next;
        try {
            next = { answer: await ask(this.props.targets[0]) };
        } catch (e) {
            next = { problem: problemOf(e) };
        }
        if (!this.isGone) {
            this.setState(next);
        }
    }

    render({ targets, onClose }, { answer, problem }) {
        const isWaiting = answer === null && problem === '';
        return html`
            <${Dialog} id="ss-ping" ref=${this.dialog} title=${text('ping.title', whose(targets[0]))}
                onClose=${() => onClose([])}>
            <p id="ss-ping-outcome" class="ss-outcome" role="status" data-state=${answer?.outcome
                ?? (isWaiting ? 'running' : 'failed')}>${answer?.told ?? (isWaiting ? text('ask.running') : problem)}</p>
            ${answer?.type === 'error' && html`<${ReplyText} answer=${answer}/>`}
            <p class="ss-buttons">
            <button type="button" id="ss-ping-again" aria-disabled=${String(isWaiting)}
                onClick=${() => isWaiting || this.ping()}>${text('ping.again')}</button>
            <button type="button" id="ss-ping-done" data-first
                onClick=${() => this.dialog.current.close()}>${text('close.done')}</button>
            </p>
            <//>`;
    }
}
