import * as api from './api.js';
import { meaningOf, wordOf } from './causes.js';
import { cell, whose } from './cells.js';
import { Details } from './details.js';
import { FilterBox } from './filter.js';
import { EXAMPLES_OF_ENDED } from './help.js';
import { detailsLink } from './link.js';
import { ListPage } from './list.js';
import { LiveLine } from './notices.js';
import { text, visible } from './texts.js';
import { duration, Time } from './times.js';
import { html, render } from './ui.js';

// So many rows at first, and more with each press.
const STEP = 100;
const COLUMNS = ['at', 'who', 'cause', 'address', 'client', 'lasted'];

/** The sessions that ended lately, and the logins that failed. */
class EndedPage extends ListPage {
    constructor(props) {
        super(props, { limit: STEP });
    }

    view() {
        const address = new URL(location.href).searchParams;
        return { typed: address.get('q') ?? '', details: address.get('session') };
    }

    request(question, signal) {
        return api.ended({ ...question, limit: this.state.limit }, signal);
    }

    remember(step = null) {
        const { filter, details } = this.state;
        this.steps.put({ q: filter, session: details ?? '' }, step);
    }

    find(typed) {
        this.setState({ typed }, () => this.live.refresh());
    }

    render(props, { answer, live, message, needsLogin, updated, typed, filter, problem, limit, details }) {
        const ended = answer?.ended ?? [];
        return html`
            <p>${text('ended.intro')} <a id="ss-all" href="sessions">${text('ended.all')}</a>${' '}
            <a id="ss-history" href="history">${text('ended.earlier')}</a></p>
            <${FilterBox} value=${typed} problem=${problem} examples=${EXAMPLES_OF_ENDED}
                onExample=${filter => this.find(filter)} onType=${text => this.setState({ typed: text })}
                onChange=${() => this.live.refresh()} onSubmit=${() => this.live.refresh()}/>
            <div class="ss-bar">
            <${LiveLine} live=${live} message=${message} needsLogin=${needsLogin}
                onRetry=${() => this.live.refresh()}/>
            <p id="ss-count">${answer === null ? '' : answer.total === 1 ? text('count.one')
                : text('count.many', answer.total.toLocaleString())}</p>
            <p id="ss-updated" hidden=${live === 'on'}>${updated}</p>
            </div>
            <div class="ss-main">
            <div class="ss-list">
            ${answer !== null && ended.length === 0 && html`
                <p id="ss-empty" class="ss-notice">${text(filter === '' ? 'ended.none' : 'ended.none_matching')}</p>`}
            <${EndedTable} ended=${ended} shown=${details} onLook=${id => this.look(id)}
                onFind=${filter => this.find(filter)}/>
            ${answer !== null && answer.next !== null && html`<p><button type="button" id="ss-more-ended"
                onClick=${() => this.setState({ limit: limit + STEP }, () => this.live.refresh())}>${
                    text('ended.more')}</button></p>`}
            </div>
            ${details !== null && html`<${Details} id=${details} isOn=${() => this.live.isOn}
                ids=${ended.filter(hasEnded).map(session => session.id)} onStep=${id => this.look(id)}
                onOpen=${id => location.assign(detailsLink(id))} onClose=${() => this.look(null)}/>`}
            </div>`;
    }
}

// One that goes on, after a login that failed, is among those that can be acted on.
function hasEnded({ ended }) {
    return ended.cause !== null;
}

function EndedTable({ ended, shown, onLook, onFind }) {
    return html`
        <div class="ss-scroll" tabindex="0" role="region" aria-label=${text('page.ended.title')}>
        <table class="jive-table ss-table ss-plain ss-ended"><colgroup>
        ${COLUMNS.map(column => html`<col key=${column} data-column=${column}/>`)}
        </colgroup><thead><tr>
        ${COLUMNS.map(column => html`<th scope="col" key=${column} data-column=${column}
            class=${column === 'lasted' ? 'ss-number' : ''}>${text(`ended.${column}`)}</th>`)}
        </tr></thead><tbody id="ss-ended-rows">
        ${ended.map(session => html`<${EndedRow} key=${session.id} session=${session} isShown=${session.id === shown}
            onLook=${onLook} onFind=${onFind}/>`)}
        </tbody></table>
        </div>`;
}

function EndedRow({ session, isShown, onLook, onFind }) {
    const { ended, ip, client } = session;
    const who = whoOf(session);
    const why = [wordOf(ended), ...failureOf(session)].join(', ');
    const address = cell('conn', session);
    const lasted = duration(Math.floor((Date.parse(ended.at) - Date.parse(session.since)) / 1000), false);
    return html`
        <tr data-id=${session.id} data-cause=${ended.cause} aria-current=${String(isShown)}>
        <td data-column="at"><${Time} iso=${ended.at}/></td>
        <td data-column="who" title=${who}><button type="button" class="ss-link" onClick=${() =>
            (hasEnded(session) ? onLook(session.id) : location.assign(detailsLink(session.id)))}>${who}</button></td>
        <td data-column="cause" title=${ended.cause === null ? why : `${why}: ${meaningOf(ended)}`}>${why}</td>
        <td data-column="address" class=${address.className} title=${address.title} onClick=${event =>
            event.target.closest('[data-press]') !== null && onFind(`ip:${ip}`)}>${address.content}</td>
        <td data-column="client" class="ss-text" title=${client && visible(client)}>${client && visible(client)}</td>
        <td data-column="lasted" class="ss-number">${lasted}</td>
        </tr>`;
}

// Of one that never logged in, whom it claimed to be.
function whoOf(session) {
    const claimed = session.login_failed_username;
    return session.username === null && session.resource === null
        ? claimed === null ? text('ended.stranger') : text('ended.claimed', visible(claimed)) : whose(session);
}

// What the server said to the last login that failed, by what mechanism, and how many did.
function failureOf({ ended, login_failed_condition: condition }) {
    return ended.failed_logins === 0 ? [] : [condition, ended.mechanism,
        ended.failed_logins > 1 ? `\u00d7${ended.failed_logins}` : null].filter(part => part !== null);
}

render(html`<${EndedPage}/>`, document.getElementById('sessionstate'));
