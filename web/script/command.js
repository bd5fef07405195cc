import { addressOf, whose } from './cells.js';
import { Dialog } from './dialog.js';
import { facts, text } from './texts.js';
import { Component, createRef, html } from './ui.js';

// So many sessions go with one request, so that there is something to see meanwhile, and a stop is one.
const BATCH = 50;
// So many names are shown before the deed.
const NAMES = 10;

/**
 * Asks for confirmation, does something to one session or to many, and tells what came of it. What is asked beside that
 * is in the form, which gives the request.
 */
export class CommandDialog extends Component {
    constructor(props) {
        super(props);
        this.dialog = createRef();
        this.state = { step: 'ask', results: [], unknown: 0, problem: '' };
    }

    async confirm() {
        const { targets, form } = this.props;
        if (this.state.step !== 'ask' || !form.isReady) {
            return;
        }
        this.isStopped = false;
        this.setState({ step: 'running', results: [], unknown: 0, problem: '' });
        const results = [];
        let unknown = 0;
        let problem = '';
        for (let i = 0; i < targets.length && !this.isStopped; i += BATCH) {
            const batch = targets.slice(i, i + BATCH);
            try {
                results.push(...await form.run(batch.map(target => target.id)));
            } catch (e) {
                unknown = e.kind === 'unanswered' ? batch.length : 0;
                problem = e.kind === 'login_ended' ? text('live.login_ended')
                    : e.kind === 'not_running' ? text('live.not_running')
                        : e.kind === 'unanswered' ? text('command.unknown') : text('command.refused', e.message);
                break;
            }
            this.setState({ results: [...results] });
        }
        const done = results.length === targets.length;
        this.setState({ step: done && results.every(result => result.outcome !== 'failed') ? 'done' : 'failed', unknown,
            problem }, () => this.dialog.current?.focus());
    }

    outcome() {
        const { targets, form } = this.props;
        const { step, results, unknown, problem } = this.state;
        if (step === 'ask') {
            return { state: '', message: '' };
        }
        if (step === 'running') {
            return { state: 'running', message: text('command.running', results.length, targets.length) };
        }
        if (targets.length === 1 && results.length === 1) {
            const [{ outcome, detail }] = results;
            return { state: outcome, message: outcome === 'failed' && detail !== null
                ? text(`${form.name}.failed.detail`, detail)
                : text(`${form.name}.${outcome}`) + (detail === null ? '' : ` ${detail}`) };
        }
        const count = outcome => results.filter(result => result.outcome === outcome).length;
        const left = targets.length - results.length - unknown;
        const parts = [text(`${form.name}.count`, count(form.success)), text('command.count.gone', count('gone')),
            text('command.count.failed', count('failed'))];
        if (unknown > 0) {
            parts.push(text('command.count.unknown', unknown));
        }
        return { state: step === 'done' ? form.success : 'failed',
            message: targets.length === 1 ? problem
                : [problem, parts.join(', '), left > 0 ? text('command.count.left', left) : ''].filter(part => part)
                    .join(' ') };
    }

    render({ id, targets, note, form, onClose }, { step, results }) {
        const { state, message } = this.outcome();
        const names = new Map(targets.map(target => [target.id, target]));
        const others = targets.length - NAMES;
        const own = targets.filter(target => target.username === facts.administrator);
        const administrators = targets.filter(target => target.administrator && !own.includes(target));
        const isOpen = step === 'ask' || step === 'failed' && (results.length === 0 || targets.length === 1);
        return html`
            <${Dialog} id=${id} ref=${this.dialog} onSubmit=${() => this.confirm()}
                onClose=${() => { this.isStopped = true; onClose(results); }}
                title=${targets.length === 1 ? text(`${form.name}.title`) : text(`${form.name}.title.many`, targets.length)}>
            ${targets.length === 1
                ? html`<p id=${`${id}-who`} class="ss-who">${text('close.whose', whose(targets[0]),
                    addressOf(targets[0]))}</p>`
                : html`
                    <ul id=${`${id}-who`} class="ss-who" tabindex="0" aria-label=${text('command.who')}>
                    ${targets.slice(0, NAMES).map(target => html`<li key=${target.id}>${whose(target)}</li>`)}
                    ${others > 0 && html`<li>${text('command.others', others.toLocaleString())}</li>`}
                    </ul>`}
            ${note && html`<p class="ss-notice">${note}</p>`}
            ${own.length > 0 && html`<p class="ss-notice" data-warning="own">${text('command.own', own.length)}</p>`}
            ${administrators.length > 0 && html`<p class="ss-notice" data-warning="administrators">
                ${text('command.administrators', administrators.length,
                    [...new Set(administrators.map(target => target.username))].slice(0, NAMES).join(', '))}</p>`}
            ${form.fields(id, !isOpen)}
            ${step !== 'ask' && targets.length > 1 && html`
                <progress aria-label=${text('command.progress')} max=${targets.length} value=${results.length}></progress>`}
            <p id=${`${id}-outcome`} class="ss-outcome" role="status" data-state=${state}>${message}</p>
            ${targets.length > 1 && (step === 'done' || step === 'failed') && results.length > 0 && html`
                <ul class="ss-results" tabindex="0" aria-label=${text('command.results')}>
                ${failuresFirst(results, form.success).map(result => html`
                    <li key=${result.id} data-outcome=${result.outcome}>${whose(names.get(result.id))}: ${
                        text(`command.${result.outcome}`)}${result.detail === null ? '' : ` (${result.detail})`}</li>`)}
                </ul>`}
            <p class="ss-buttons">
            ${isOpen && html`<button type="button" id=${`${id}-confirm`} class="ss-do" disabled=${!form.isReady}
                onClick=${() => this.again()}>${text(`${form.name}.confirm`)}</button>`}
            ${step === 'running' && targets.length > BATCH && html`<button type="button" id=${`${id}-stop`}
                onClick=${() => { this.isStopped = true; }}>${text('command.stop')}</button>`}
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

// What went as it should is the least to be read.
function failuresFirst(results, success) {
    const rank = result => (result.outcome === 'failed' ? 0 : result.outcome === success ? 2 : 1);
    return [...results].sort((one, other) => rank(one) - rank(other));
}
