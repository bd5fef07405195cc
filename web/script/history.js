import * as api from './api.js';
import { Bars } from './bars.js';
import { columnsOf, ColumnChooser, namesOf, remembered } from './columns.js';
import { boundsOf, Day, DayChooser, dayNamed } from './day.js';
import { EraseDialog } from './erase.js';
import { FilterBox } from './filter.js';
import { EXAMPLES_OF_PAST } from './help.js';
import { KeptNotice } from './kept.js';
import { ListPage } from './list.js';
import { LoginFields, LoginTable } from './logins.js';
import { LiveLine } from './notices.js';
import { PastTable } from './past.js';
import { PastDetails } from './pastdetails.js';
import { ANY, momentOf, SpanFields } from './span.js';
import { ipTerm, whoOf } from './terms.js';
import { text } from './texts.js';
import { exactTime } from './times.js';
import { html, render } from './ui.js';

// So many rows at first, and more with each press.
const STEP = 100;

/** Each by what its answers have: how it asks and by which moments, and what of the filter. */
const VIEWS = {
    sessions: { ask: api.historySessions, path: 'history/sessions', moments: ['after', 'until', 'at'],
        terms: filter => ({ q: filter }) },
    logins: { ask: api.historyLogins, path: 'history/logins', moments: ['after', 'until'], terms: whoOf },
    day: { ask: api.historyCounts, path: 'history/counts', moments: [], terms: (filter, day) => boundsOf(day),
        rows: 'counts' },
};
const [FIRST] = Object.keys(VIEWS);

/** What the database keeps of sessions and failed logins. Asks when it is told to, as each question is written down. */
class HistoryPage extends ListPage {
    constructor(props) {
        super(props, { isAskingMore: false, isErasing: false }, null);
    }

    view() {
        const address = new URL(location.href).searchParams;
        const view = address.get('view');
        return {
            typed: address.get('q') ?? '',
            view: Object.hasOwn(VIEWS, view ?? '') ? view : FIRST,
            span: Object.fromEntries(Object.keys(ANY).map(name => [name, momentOf(address.get(name))])),
            day: dayNamed(address.get('day')),
            details: address.get('session'),
            columns: columnsOf(address.get('columns') ?? '') ?? remembered(),
        };
    }

    // ------------------------------------------------------------------ asking

    async request({ q }, signal) {
        const { view, span, day } = this.state;
        const { ask, moments, terms, rows = view } = VIEWS[view];
        // A moment excludes bounds.
        const names = span.at && moments.includes('at') ? ['at'] : moments.filter(name => name !== 'at');
        const asked = { ...terms(q, day), ...Object.fromEntries(names.map(name => [name, span[name]])) };
        const answer = await ask({ ...asked, limit: STEP }, signal);
        return { next: null, ...answer, rows: answer[rows], view, asked, span, day };
    }

    /** Goes on behind what is shown. */
    async more() {
        const { answer, isAskingMore } = this.state;
        if (isAskingMore) {
            return;
        }
        this.setState({ isAskingMore: true });
        try {
            const next = await VIEWS[answer.view].ask({ ...answer.asked, limit: STEP, from: answer.next });
            this.setState(state => (state.answer === answer ? { live: 'on', answer: { ...answer,
                rows: [...answer.rows, ...next[answer.view]], next: next.next, searched_to: next.searched_to } } : {}));
        } catch (e) {
            this.live.complain(e);
        }
        this.setState({ isAskingMore: false });
    }

    /** All of what is shown the beginning of, in the span that counted. */
    async download() {
        const { view, asked, after, until } = this.state.answer;
        try {
            const file = URL.createObjectURL(await api.csv(VIEWS[view].path,
                { ...asked, ...asked.at ? {} : { after: asked.after || after, until: asked.until || until } }));
            Object.assign(document.createElement('a'), { href: file, download: `${view}.csv` }).click();
            URL.revokeObjectURL(file);
        } catch (e) {
            this.live.complain(e);
        }
    }

    remember(step = null) {
        const { filter, details, columns, answer } = this.state;
        const { view, span, day } = answer ?? this.state;
        this.steps.put({ q: filter, ...Object.fromEntries(Object.entries(span).map(([name, at]) => [name, at ?? ''])),
            view: view === FIRST ? '' : view, day: view === 'day' ? day : '', session: details ?? '',
            columns: namesOf(columns) }, step);
    }

    // Back from details is not asked for again.
    goBack(view) {
        const { answer, filter } = this.state;
        const isSame = answer !== null && view.typed === filter && view.view === answer.view
            && (view.view !== 'day' || view.day === answer.day)
            && Object.keys(ANY).every(name => (view.span[name] ?? '') === (answer.span[name] ?? ''));
        if (isSame) {
            const { view: shown, span, day, details } = view;
            this.setState({ typed: filter, view: shown, span, day, details });
        } else {
            super.goBack(view);
        }
    }

    /** Looks at something else, from the beginning. */
    turn(view) {
        this.step = 'press';
        this.setState(view, () => this.live.refresh());
    }

    act(action, session) {
        if (action === 'details') {
            this.look(session.id);
        } else {
            this.turn({ typed: ipTerm(session.ip) });
        }
    }

    // ------------------------------------------------------------------ showing

    fields() {
        const { typed, view, span, day, answer, columns, problem } = this.state;
        if (view === 'day') {
            return html`<${DayChooser} day=${day} onDay=${next => this.turn({ day: next })}/>`;
        }
        const submit = () => this.turn({});
        const onType = text => this.setState({ typed: text });
        const children = html`
            ${view === 'sessions' && html`<${ColumnChooser} columns=${columns}
                onChange=${chosen => this.setState({ columns: chosen }, () => this.remember())}/>`}
            <div class="ss-spans">
            <${SpanFields} span=${span} names=${VIEWS[view].moments} found=${answer?.view === view ? answer : null}
                onChange=${next => this.setState({ span: next })}/>
            <button type="submit" id="ss-search">${text('history.search')}</button>
            </div>`;
        return view === 'sessions' ? html`
            <${FilterBox} value=${typed} problem=${problem} examples=${EXAMPLES_OF_PAST}
                onExample=${filter => this.turn({ typed: filter })} onType=${onType} onSubmit=${submit}>${children}<//>`
            : html`<${LoginFields} filter=${typed} onType=${onType} onSubmit=${submit}>${children}<//>`;
    }

    list() {
        const { answer, columns, details } = this.state;
        return {
            sessions: () => html`${this.bars()}
                <${PastTable} sessions=${answer.rows} columns=${columns} shown=${details}
                    onAction=${(action, session) => this.act(action, session)}/>`,
            logins: () => html`<${LoginTable} rows=${answer.rows} onFind=${typed => this.turn({ typed })}/>`,
            day: () => html`<${Day} answer=${answer} day=${answer.day}/>`,
        }[answer?.view]?.();
    }

    /** If all are of one user, what is listed as a drawing too. */
    bars() {
        const { answer, filter, details } = this.state;
        const { username } = whoOf(filter);
        const { rows, next, after, until, asked } = answer;
        // Of what is not listed yet nobody knows.
        return username !== '' && rows.length > 0 && html`
            <${Bars} key=${username} sessions=${rows} after=${next === null ? after : null} until=${until}
                moment=${asked.at} shown=${details} onLook=${id => this.look(id)}/>`;
    }

    foot() {
        const { answer, isAskingMore } = this.state;
        return answer !== null && answer.next !== null && html`
            <p class="ss-foot"><button type="button" id="ss-more" aria-disabled=${String(isAskingMore)} onClick=${() => this.more()}>${
                text('ended.more')}</button>
            ${answer.searched_to && html`<span id="ss-searched" role="status">${
                text('history.searched', exactTime(answer.searched_to))}</span>`}</p>`;
    }

    count() {
        const { answer } = this.state;
        const shown = answer?.rows.length.toLocaleString();
        return answer === null || answer.view === 'day' ? '' : answer.next === null ? text('history.shown', shown)
            : text('history.shown_of_more', shown);
    }

    details() {
        const { answer, details, filter } = this.state;
        const sessions = answer?.view === 'sessions' ? answer.rows : [];
        return details !== null && answer !== null && html`
            <${PastDetails} id=${details} session=${sessions.find(session => session.id === details)}
                username=${whoOf(filter).username} ids=${sessions.map(session => session.id)}
                onStep=${id => this.look(id)} onOpen=${id => this.look(id)} onClose=${() => this.look(null)}/>`;
    }

    render(props, { answer, live, message, needsLogin, updated, view, filter, isErasing }) {
        return html`
            <p>${text('history.intro')} <a id="ss-all" href="sessions">${text('ended.all')}</a></p>
            <${KeptNotice}/>
            <p class="ss-views" role="group" aria-label=${text('history.views')}>
            ${Object.keys(VIEWS).map(one => html`<button type="button" key=${one} data-view=${one}
                aria-pressed=${String(one === view)} onClick=${() => this.turn({ view: one, details: null })}>${
                    text(`history.view.${one}`)}</button>`)}
            </p>
            ${this.fields()}
            <div class="ss-bar">
            <${LiveLine} live=${live} message=${live === 'on' ? updated : message} needsLogin=${needsLogin}
                onRetry=${() => this.live.refresh()}/>
            <button type="button" id="ss-refresh" onClick=${() => this.live.refresh()}>${text('history.refresh')}</button>
            <p id="ss-count">${this.count()}</p>
            <div class="ss-selection">
            <button type="button" id="ss-csv" disabled=${answer === null} onClick=${() => this.download()}>${
                text('history.csv')}</button>
            <button type="button" id="ss-erase-open" onClick=${() => this.setState({ isErasing: true })}>${
                text('history.erase')}</button>
            </div>
            </div>
            <div class="ss-main">
            <div class="ss-list">
            ${answer !== null && answer.view !== 'day' && answer.rows.length === 0 && html`
                <p id="ss-empty" class="ss-notice">${text('history.none')}</p>`}
            ${this.list()}
            ${this.foot()}
            </div>
            ${this.details()}
            </div>
            ${isErasing && html`<${EraseDialog} username=${whoOf(filter).username} onErased=${() => this.live.refresh()}
                onClose=${() => this.setState({ isErasing: false })}/>`}`;
    }
}

render(html`<${HistoryPage}/>`, document.getElementById('sessionstate'));
