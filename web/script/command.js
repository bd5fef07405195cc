import { shortNameOf } from './cells.js';
import { Dialog } from './dialog.js';
import { Preview } from './preview.js';
import { ReplyText } from './reply.js';
import { text } from './texts.js';
import { Component, createRef, html } from './ui.js';

// So many sessions go with one request, so that there is something to see meanwhile, and a stop is one.
const BATCH = 50;

/**
 * Asks for confirmation, does something to one session or to many, and tells what came of it. What is asked beside that
 * is in the form, which gives the request. Who means all sessions of the server types how many they are.
 */
export class CommandDialog extends Component {
    constructor(props) {
        super(props);
        this.dialog = createRef();
        // unknown: of how many the server did not tell. isStopping: whether it is asked if the rest is to be left out.
        this.state = { step: 'ask', results: [], unknown: 0, problem: '', typed: '', isStopping: false };
    }

    get isReady() {
        const { targets, form, isAll } = this.props;
        return form.isReady && (!isAll || this.state.typed.trim() === String(targets.length));
    }

    async confirm() {
        const { targets, form } = this.props;
        if (this.state.step !== 'ask' || !this.isReady) {
            return;
        }
        this.isStopped = false;
        this.setState({ step: 'running', results: [], unknown: 0, problem: '', isStopping: false });
        const results = [];
        let unknown = 0;
        let problem = '';
        for (let i = 0; i < targets.length && !this.isStopped; i += BATCH) {
            const batch = targets.slice(i, i + BATCH);
            try {
                results.push(...await form.run(batch.map(target => target.id)));
            } catch (e) {
                unknown = e.kind === 'unanswered' ? batch.length : 0;
                problem = problemOf(e);
                break;
            }
            this.setState({ results: [...results] });
        }
        const done = results.length === targets.length;
        this.setState({ step: done && !results.some(isMissed) ? 'done' : 'failed', unknown,
            problem }, () => this.dialog.current?.focus());
    }

    stop() {
        this.isStopped = true;
        this.setState({ isStopping: false });
    }

    // What is under way is not left with a key press: what came of it would not be seen.
    canLeave() {
        if (this.state.step !== 'running') {
            return true;
        }
        this.setState({ isStopping: this.props.targets.length > BATCH && !this.isStopped });
        return false;
    }

    outcome() {
        const { targets, form } = this.props;
        const { step, results, unknown, problem } = this.state;
        if (step === 'ask') {
            return { state: '', message: '' };
        }
        if (step === 'running') {
            return { state: 'running', message: form.waiting
                ?? text('command.running', results.length, targets.length) };
        }
        if (targets.length === 1 && results.length === 1) {
            const [{ outcome, detail, told }] = results;
            if (told !== undefined) {
                return { state: outcome, message: told };
            }
            return isMissed({ outcome }) && detail !== null
                ? { state: 'failed', message: text(`${form.name}.failed.detail`, detail) }
                : { state: outcome, message: text(`${form.name}.${outcome}`) + (detail === null ? '' : ` ${detail}`) };
        }
        const count = outcome => results.filter(result => result.outcome === outcome).length;
        const left = targets.length - results.length - unknown;
        const parts = [text(`${form.name}.count`, count(form.success)), text('command.count.gone', count('gone')),
            text('command.count.failed', count('failed'))];
        if (count('queued') > 0) {
            parts.push(text('command.count.queued', count('queued')));
        }
        if (unknown > 0) {
            parts.push(text('command.count.unknown', unknown));
        }
        return { state: step === 'done' ? form.success : 'failed',
            message: targets.length === 1 ? problem
                : [problem, parts.join(', '), left > 0 ? text('command.count.left', left) : ''].filter(part => part)
                    .join(' ') };
    }

    render({ id, targets, isAll, notes, form, onClose }, { step, results, unknown, typed, isStopping }) {
        const { state, message } = this.outcome();
        const isOpen = step === 'ask' || step === 'failed' && (results.length === 0 || targets.length === 1);
        const isOver = step === 'done' || step === 'failed';
        const many = targets.length > 1;
        return html`
            <${Dialog} id=${id} ref=${this.dialog} onSubmit=${() => this.confirm()} canLeave=${() => this.canLeave()}
                onClose=${() => onClose(results)}
                title=${many ? text(`${form.name}.title.many`, targets.length) : text(`${form.name}.title`)}>
            <${Preview} ...${{ id, targets, isAll, notes }}/>
            ${form.fields(id, !isOpen)}
            ${isAll && html`
                <p class="ss-field"><label for=${`${id}-number`}>${text('command.type', targets.length)}</label>
                <input id=${`${id}-number`} type="text" inputmode="numeric" data-first value=${typed} disabled=${!isOpen}
                    onInput=${event => this.setState({ typed: event.target.value })}/></p>`}
            ${step !== 'ask' && many && html`
                <progress aria-label=${text('command.progress')} max=${targets.length} value=${results.length}></progress>`}
            <p id=${`${id}-outcome`} class="ss-outcome" role="status" data-state=${state}>${message}</p>
            ${isOver && !many && html`<${ReplyText} answer=${results[0]}/>`}
            ${many && isOver && results.length > 0 && html`<${Results} ...${{ targets, results, unknown }}
                success=${form.success}/>`}
            ${step === 'running' && isStopping && html`
                <p class="ss-notice" role="alert" data-warning="stop">${text('command.stop.ask')}</p>`}
            <p class="ss-buttons">
            ${isOpen && html`<button type="button" id=${`${id}-confirm`} class="ss-do" disabled=${!this.isReady}
                onClick=${() => this.again()}>${many ? text(`${form.name}.confirm.many`, targets.length)
                    : text(`${form.name}.confirm`)}</button>`}
            ${step === 'running' && targets.length > BATCH && html`<button type="button" id=${`${id}-stop`}
                onClick=${() => this.stop()}>${text('command.stop')}</button>`}
            ${step === 'running' && isStopping && html`<button type="button" id=${`${id}-go-on`}
                onClick=${() => this.setState({ isStopping: false })}>${text('command.go_on')}</button>`}
            ${isOpen ? html`<button type="button" id=${`${id}-cancel`} data-first
                    onClick=${() => this.dialog.current.close()}>${text('close.cancel')}</button>`
                : html`<button type="button" id=${`${id}-done`} data-first disabled=${step === 'running'}
                    onClick=${() => this.dialog.current.close()}>${text('close.done')}</button>`}
            </p>
            <//>`;
    }

    // What failed as a whole may be tried once more.
    again() {
        this.setState({ step: 'ask' }, () => this.confirm());
    }
}

/** What to say of a command that failed with this ApiError. */
export function problemOf({ kind, message }) {
    return kind === 'login_ended' ? text('live.login_ended') : kind === 'not_running' ? text('live.not_running')
        : kind === 'unanswered' ? text('command.unknown') : text('command.refused', message);
}

// What the server would not do, and said why.
function isMissed({ outcome }) {
    return outcome === 'failed' || outcome === 'left_out';
}

/** What became of each session, whether it had its turn or not. */
function Results({ targets, results, unknown, success }) {
    const names = new Map(targets.map(target => [target.id, target]));
    const all = [...results, ...targets.slice(results.length).map(({ id }, index) =>
        ({ id, outcome: index < unknown ? 'unclear' : 'left', detail: null }))];
    return html`
        <ul class="ss-results" tabindex="0" aria-label=${text('command.results')}>
        ${failuresFirst(all, success).map(result => html`
            <li key=${result.id} data-outcome=${result.outcome}>${shortNameOf(names.get(result.id))}: ${
                text(`command.${result.outcome}`)}${result.detail === null ? '' : ` (${result.detail})`}</li>`)}
        </ul>`;
}

// What went as it should is the least to be read.
function failuresFirst(results, success) {
    const rank = result => (result.outcome === 'failed' ? 0 : result.outcome === success ? 2 : 1);
    return [...results].sort((one, other) => rank(one) - rank(other));
}
