import * as api from './api.js';
import { Dialog } from './dialog.js';
import { IssuedToken } from './issued.js';
import { failed, NOTHING, Outcome } from './outcome.js';
import { facts, text, visible } from './texts.js';
import { exactTime } from './times.js';
import { Component, createRef, html } from './ui.js';

const SCOPES = ['read', 'history', 'message', 'close', 'settings'];
// Of the text with all of them.
const MAX_ADDRESSES = 1000;

/** Has a grant made, with its first token. */
export class MakeDialog extends Component {
    constructor(props) {
        super(props);
        this.state = { label: '', scopes: ['read'], purpose: '', addresses: '',
            days: String(facts.default_days) };
    }

    choose(scope, isWanted) {
        this.setState(({ scopes }) => ({ scopes: SCOPES.filter(one => (one === scope ? isWanted : scopes.includes(one))) }));
    }

    render({ onMade, onClose }, { label, scopes, purpose, addresses, days }) {
        const form = {
            title: text('make.title'),
            confirm: text('make.confirm'),
            problems: () => ({
                ...label.trim() === '' && { label: text('make.must.label') },
                ...scopes.length === 0 && { scopes: text('make.must.scopes') },
                ...!isDays(days) && { days: text('make.must.days', facts.max_days) },
            }),
            run: () => api.makeToken({ label: label.trim(), scopes, days: days.trim(),
                ...purpose.trim() !== '' && { purpose: purpose.trim() },
                addresses: addresses.split(/[\s,;]+/).filter(address => address !== '') }),
            fields: problems => html`
                <${TextField} id="ss-making-label" label=${text('make.label')} hint=${text('make.label.hint')} isFirst
                    problem=${problems.label} maxlength=${facts.max_label} value=${label}
                    onInput=${value => this.setState({ label: value })}/>
                <fieldset class="ss-choices" aria-describedby="ss-making-scopes-problem">
                <legend>${text('make.scopes')}</legend>
                ${SCOPES.map(scope => html`
                    <p key=${scope}><input id=${`ss-making-${scope}`} type="checkbox" checked=${scopes.includes(scope)}
                        aria-invalid=${String(problems.scopes !== undefined)}
                        onChange=${event => this.choose(scope, event.target.checked)}/>
                    <label for=${`ss-making-${scope}`}><code>${scope}</code> ${text(`make.scope.${scope}`)}</label></p>`)}
                <p id="ss-making-scopes-problem" class="ss-q-error" role="alert">${problems.scopes}</p>
                </fieldset>
                <${TextField} id="ss-making-purpose" label=${text('make.purpose')} problem=${problems.purpose}
                    maxlength=${facts.max_purpose} value=${purpose} onInput=${value => this.setState({ purpose: value })}/>
                <${TextField} id="ss-making-addresses" label=${text('make.addresses')}
                    hint=${text('make.addresses.hint', '10.1.2.3, 10.0.0.0/8, 2001:db8::/32')} problem=${problems.addresses}
                    maxlength=${MAX_ADDRESSES} value=${addresses}
                    onInput=${value => this.setState({ addresses: value })}/>
                <${TextField} id="ss-making-days" label=${text('make.days')} problem=${problems.days} isNumber
                    value=${days} onInput=${value => this.setState({ days: value })}/>`,
        };
        return html`<${TokenDialog} id="ss-making" ...${{ form, onMade, onClose }}/>`;
    }
}

/** Has another token of a grant made, beside those that it has. */
export class RotateDialog extends Component {
    constructor(props) {
        super(props);
        this.state = { days: '' };
    }

    render({ grant, onMade, onClose }, { days }) {
        const form = {
            title: text('rotate.title', visible(grant.label)),
            confirm: text('make.confirm'),
            problems: () => ({ ...days.trim() !== '' && !isDays(days) && { days: text('make.must.days', facts.max_days) } }),
            run: () => api.rotateToken(grant.id, days.trim()),
            fields: problems => html`
                <p>${text('rotate.effect')}</p>
                <${TextField} id="ss-rotating-days" label=${text('rotate.days')} isFirst isNumber
                    hint=${text('rotate.days.hint', exactTime(grant.expires))} problem=${problems.days} value=${days}
                    onInput=${value => this.setState({ days: value })}/>`,
        };
        return html`<${TokenDialog} id="ss-rotating" ...${{ form, onMade, onClose }}/>`;
    }
}

function isDays(days) {
    return /^\d+$/.test(days.trim()) && Number(days) >= 1 && Number(days) <= facts.max_days;
}

/** Asks what a token is to be, has it made, and shows it once: when the dialog is gone, so is the token. */
class TokenDialog extends Component {
    constructor(props) {
        super(props);
        this.dialog = createRef();
        this.state = { issued: null, problems: {}, outcome: NOTHING, isBusy: false, isKept: false };
        this.isSafe = false;
    }

    async confirm() {
        const { form, onMade } = this.props;
        if (this.state.isBusy || this.state.issued !== null) {
            return;
        }
        const problems = form.problems();
        if (Object.keys(problems).length > 0) {
            this.refuse(problems, NOTHING);
            return;
        }
        this.setState({ isBusy: true, problems, outcome: NOTHING });
        try {
            const issued = await form.run();
            this.setState({ issued, isBusy: false }, () => this.dialog.current.focus());
        } catch (e) {
            this.refuse(e.problems, e.kind === 'unanswered'
                ? { ...NOTHING, state: 'failed', message: text('make.unanswered') } : failed(e));
        }
        onMade();
    }

    refuse(problems, outcome) {
        this.setState({ problems, outcome, isBusy: false },
            () => document.querySelector(`#${this.props.id} [aria-invalid="true"]`)?.focus());
    }

    // A token that nobody has is lost with the dialog; so is one that is on its way.
    canLeave() {
        const { issued, isBusy } = this.state;
        if (!isBusy && (issued === null || this.isSafe)) {
            return true;
        }
        this.setState({ isKept: issued !== null });
        return false;
    }

    leave() {
        this.isSafe = true;
        this.dialog.current.close();
    }

    render({ id, form, onClose }, { issued, problems, outcome, isBusy, isKept }) {
        return html`
            <${Dialog} id=${id} ref=${this.dialog} title=${issued === null ? form.title : text('issued.title')}
                onSubmit=${() => this.confirm()} canLeave=${() => this.canLeave()} onClose=${onClose}>
            ${issued === null ? html`
                ${form.fields(problems)}
                <${Outcome} id=${`${id}-outcome`} outcome=${isBusy
                    ? { ...NOTHING, state: 'running', message: text('make.running') } : outcome}/>
                <p class="ss-buttons">
                <button type="submit" id=${`${id}-confirm`} class="ss-do">${form.confirm}</button>
                <button type="button" id=${`${id}-cancel`} onClick=${() => this.dialog.current.close()}>${
                    text('close.cancel')}</button>
                </p>`
            : html`<${IssuedToken} issued=${issued} isKept=${isKept} onSafe=${() => { this.isSafe = true; }}
                onLeave=${() => this.leave()}/>`}
            <//>`;
    }
}

function TextField({ id, label, hint, problem, isFirst, isNumber, maxlength, value, onInput }) {
    return html`
        <p class="ss-field"><label for=${id}>${label}</label>
        <input id=${id} type="text" data-first=${isFirst} inputmode=${isNumber ? 'numeric' : undefined} maxlength=${maxlength}
            spellcheck=${false} value=${value} aria-invalid=${String(problem !== undefined)}
            aria-describedby=${`${id}-hint ${id}-problem`} onInput=${event => onInput(event.target.value)}/>
        <span id=${`${id}-hint`} class="ss-hint">${hint}</span>
        <span id=${`${id}-problem`} class="ss-q-error" role="alert">${problem}</span></p>`;
}
