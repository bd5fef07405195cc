import { addressOf } from './api.js';
import { text } from './texts.js';
import { Component, createRef, html } from './ui.js';

const FILE = 'token.txt';
// The first of these that the token may is shown how to use.
const EXAMPLES = Object.entries({
    read: 'sessions?limit=5',
    history: 'history/sessions?limit=5',
    message: 'sessions/send',
    close: 'sessions/close',
    settings: 'settings',
});
const QUESTIONS = ['read', 'history'];
// Tokens that come in the clear count from these alone, by default.
const LOOPBACK = /^(localhost|127\.[\d.]+|\[::1\])$/;

/** A token that was just made, to be seen this once, and how to use it. */
export class IssuedToken extends Component {
    constructor(props) {
        super(props);
        this.field = createRef();
        this.button = createRef();
        this.state = { copied: '' };
    }

    async copy() {
        let isCopied;
        try {
            await navigator.clipboard.writeText(this.props.issued.token);
            isCopied = true;
        } catch {
            // Browsers have that on secure pages only; what is selected they may copy elsewhere too.
            this.field.current.focus();
            this.field.current.select();
            isCopied = document.execCommand('copy');
            if (isCopied) {
                this.button.current.focus();
            }
        }
        if (isCopied) {
            this.copied();
        } else {
            this.setState({ copied: text('issued.selected') });
        }
    }

    copied() {
        this.props.onSafe();
        this.setState({ copied: text('issued.copied') });
    }

    render({ issued, isKept, onLeave }, { copied }) {
        return html`
            <p class="ss-notice">${text('issued.once')}</p>
            <p class="ss-field"><label for="ss-token">${text('issued.token')}</label>
            <textarea id="ss-token" class="ss-code" rows="3" readonly spellcheck=${false} ref=${this.field}
                value=${issued.token} onFocus=${event => event.target.select()} onCopy=${() => this.copied()}></textarea></p>
            <p class="ss-copy"><button type="button" id="ss-token-copy" data-first ref=${this.button}
                onClick=${() => this.copy()}>${text('issued.copy')}</button>
            <span id="ss-token-copied" role="status">${copied}</span></p>
            <p>${text('issued.use', FILE)}</p>
            <pre id="ss-token-use" class="ss-code" tabindex="0" role="region" aria-label=${text('issued.example')}>${
                commandFor(issued.grant.scopes)}</pre>
            ${location.protocol === 'http:' && !LOOPBACK.test(location.hostname) && html`
                <p id="ss-token-plain" class="ss-notice">${text('issued.plain')}</p>`}
            <p class="ss-warning" role="alert">${isKept && copied === '' && text('issued.kept')}</p>
            <p class="ss-buttons"><button type="button" id="ss-token-done" onClick=${onLeave}>${
                text('close.done')}</button></p>`;
    }
}

// Neither on the command line nor in its history, where others see it.
function commandFor(scopes) {
    const [scope, path] = EXAMPLES.find(([name]) => scopes.includes(name)) ?? EXAMPLES[0];
    const body = QUESTIONS.includes(scope) ? '' : " -H 'Content-Type: application/json' -d @command.json";
    return `sed 's/^/Authorization: Bearer /' ${FILE} | curl -sS -H @-${body} '${addressOf(path)}'`;
}
