import { parametersOf, viewOfAddress } from './address.js';
import * as api from './api.js';
import { Bar } from './bar.js';
import { fieldsFor, jidOf } from './cells.js';
import { ColumnChooser } from './columns.js';
import { Commands } from './commands.js';
import { Details } from './details.js';
import { FilterBox } from './filter.js';
import { Graph } from './graph.js';
import { GroupChooser, GroupTable, MAX_GROUPS, narrowed } from './group.js';
import { EXAMPLES } from './help.js';
import { historyLink } from './link.js';
import { ListPage } from './list.js';
import { Marks } from './marks.js';
import { HookLine, WarLines } from './notices.js';
import { Pager, rememberedSize } from './pager.js';
import { FIRST, isFirst, settled } from './place.js';
import { SessionTable } from './table.js';
import { countsOf, matching, selected } from './targets.js';
import { userTerm } from './terms.js';
import { text, visible } from './texts.js';
import { Tiles } from './tiles.js';
import { createRef, html, render } from './ui.js';

// Hooks and graph change seldom; the table must not pay for them each time.
const STATUS_MS = 10000;
// What a command for all that match is done to while nobody knows who matches.
const NONE = { total: 0, connected: 0 };

/** The sessions that there are. */
class SessionsPage extends ListPage {
    constructor(props) {
        super(props, { status: null, size: rememberedSize(), selected: new Map(), marks: new Map(), isPaused: false,
            copied: '' });
        this.table = createRef();
        this.commands = createRef();
        this.statusAt = 0;
        this.marks = new Marks();
        // Whether the next answer is another page, which is read from its top.
        this.isTurning = false;
    }

    view() {
        return viewOfAddress();
    }

    // ------------------------------------------------------------------ asking

    async request(question, signal) {
        const { order, group, place, size, columns } = this.state;
        try {
            const answer = await api.sessions({ ...question, ...group !== '' ? { group, limit: MAX_GROUPS }
                : { sort: order, fields: fieldsFor(columns).join(','), limit: size, from: place.from,
                    before: place.before } }, signal);
            this.askStatus();
            return { ...answer, asked: place, ...group === '' ? { place: settled(place, answer, size) }
                : { group, sessions: [], place: FIRST } };
        } catch (e) {
            // After an interruption the hooks may be others.
            this.statusAt = signal.aborted ? this.statusAt : 0;
            if (e.status !== 400 || isFirst(place) || signal.aborted) {
                throw e;
            }
            // An address that was not copied whole.
            await new Promise(done => this.setState({ place: FIRST }, done));
            return this.request({ q: question.q }, signal);
        }
    }

    // If it fails, the next question for rows tells why.
    async askStatus() {
        if (Date.now() - this.statusAt < STATUS_MS) {
            return;
        }
        this.statusAt = Date.now();
        try {
            this.setState({ status: await api.status() });
        } catch {
            this.statusAt = 0;
        }
    }

    show(answer, filter) {
        const { order, columns, selected } = this.state;
        // The place that was asked for may have become another one.
        const { asked, place, sessions } = answer;
        // What is selected is named before something is done to it: as it is now.
        const renewed = new Map([...selected, ...sessions.filter(session => selected.has(session.id))
            .map(session => [session.id, session])]);
        const marks = this.marks.of(answer, JSON.stringify([filter, order, place.from, place.before, columns]));
        // Somebody may just have turned to another page.
        this.setState(state => ({ marks, selected: renewed, place: state.place === asked ? place : state.place }));
        super.show(answer, filter);
        if (isFirst(place) && !isFirst(asked)) {
            this.live.refresh();
        }
    }

    shown() {
        super.shown();
        if (this.isTurning) {
            this.isTurning = false;
            this.table.current?.toTop();
        }
    }

    remember(step = null) {
        const place = this.state.answer?.place ?? this.state.place;
        this.steps.put(parametersOf({ ...this.state, place }), step, place.offset);
    }

    // ------------------------------------------------------------------ acting

    /** Looks at something else, from the beginning unless a place is given. */
    turn(view) {
        this.step = 'press';
        this.setState({ place: FIRST, ...view }, () => this.live.refresh());
    }

    type(typed) {
        this.step = 'typing';
        this.setState({ typed, place: FIRST });
    }

    turnPage(place) {
        this.isTurning = true;
        this.turn({ place });
    }

    pause() {
        const isPaused = !this.state.isPaused;
        this.setState({ isPaused });
        this.live.pause(isPaused);
    }

    /** Selects these, or not any more. */
    select(sessions, isWanted) {
        this.setState(state => {
            const selected = new Map(state.selected);
            for (const session of sessions) {
                if (isWanted) {
                    selected.set(session.id, session);
                } else {
                    selected.delete(session.id);
                }
            }
            return { selected };
        });
    }

    act(action, session) {
        switch (action) {
            case 'details':
                this.look(session.id);
                break;
            case 'copy':
                this.copy(jidOf(session));
                break;
            case 'others':
                this.turn({ typed: userTerm(session.username) });
                break;
            case 'address':
                this.turn({ typed: `ip:${session.ip}` });
                break;
            case 'history':
                location.assign(historyLink(userTerm(session.username)));
                break;
            case 'user':
                location.href = `/user-properties.jsp?${new URLSearchParams({ username: session.username })}`;
                break;
            default:
                this.commands.current.begin(action, session);
        }
    }

    async copy(jid) {
        try {
            await navigator.clipboard.writeText(jid);
            this.setState({ copied: text('copy.done', visible(jid)) });
        } catch {
            // Browsers allow it on secure pages only.
            this.setState({ copied: text('copy.failed', jid) });
        }
    }

    /** Acts on what is selected, or on everything that the filter gives at this moment, on whatever page. */
    actOnMany(action, isMatching) {
        this.commands.current.beginMany(action, bound =>
            (isMatching ? matching(action, this.state, bound) : selected(action, this.state.selected)));
    }

    /** What was done to a session need not be done again; what failed stays selected. */
    settle(results) {
        const selected = new Map(this.state.selected);
        results.filter(result => result.outcome !== 'failed').forEach(result => selected.delete(result.id));
        this.setState({ selected }, () => this.live.refresh());
    }

    // ------------------------------------------------------------------ showing

    count() {
        const { answer, filter } = this.state;
        if (answer === null) {
            return '';
        }
        const { total, counts } = answer;
        return filter !== '' ? text('count.matching', total.toLocaleString(), counts.total.toLocaleString())
            : total === 0 ? text('count.none')
                : total === 1 ? text('count.one') : text('count.many', total.toLocaleString());
    }

    list() {
        const { answer, columns, order, selected, marks, place, size, details } = this.state;
        return html`
            <${SessionTable} ref=${this.table} sessions=${answer?.sessions ?? []} columns=${columns} order=${order}
                selected=${selected} marks=${marks} shown=${details} onOrder=${next => this.turn({ order: next })}
                onSelect=${(sessions, isWanted) => this.select(sessions, isWanted)}
                onAction=${(action, session) => this.act(action, session)}/>
            <${Pager} answer=${answer} size=${size} onTurn=${next => this.turnPage(next)}
                onSize=${next => this.turn({ place, size: next })}/>`;
    }

    render(props, state) {
        const { answer, status, selected, details } = state;
        // Not while the table shows what another filter gave.
        const isShown = answer !== null && state.typed.trim() === state.filter;
        return html`
            <div class="ss-band">
            <${Tiles} counts=${answer?.counts ?? null} ended=${answer?.ended ?? null} filter=${state.typed.trim()}
                onFilter=${typed => this.turn({ typed })}/>
            ${status !== null && html`<${Graph} recent=${status.recent}/>`}
            </div>
            <${FilterBox} value=${state.typed} problem=${state.problem} examples=${EXAMPLES}
                onExample=${typed => this.turn({ typed })} onType=${typed => this.type(typed)} onChange=${() => this.live.refresh()}
                onSubmit=${() => this.turn({ place: state.place })}>
            <${GroupChooser} group=${state.group} onChange=${group => this.turn({ group })}/>
            <${ColumnChooser} columns=${state.columns} onChange=${columns =>
                this.setState({ columns }, () => this.live.refresh())}/>
            <//>
            <${HookLine} hooks=${status?.hooks ?? null}/>
            <${WarLines} wars=${status?.wars ?? []}/>
            <p id="ss-copied" role="status" class="ss-line">${state.copied}</p>
            <${Bar} ...${{ live: state.live, message: state.message, needsLogin: state.needsLogin,
                isPaused: state.isPaused, updated: state.updated, selected }} count=${this.count()}
                matching=${countsOf(isShown ? answer : NONE)} onAct=${(action, isMatching) => this.actOnMany(action, isMatching)}
                onClear=${() => this.setState({ selected: new Map() })} onRetry=${() => this.live.refresh()}
                onPause=${() => this.pause()}/>
            <div class="ss-main">
            <div class="ss-list">
            ${answer !== null && (answer.groups ?? answer.sessions).length === 0 && html`
                <p id="ss-empty" class="ss-notice">${text(state.filter === '' ? 'empty.none' : 'empty.filtered')}
                ${state.filter !== '' && html`${' '}<a id="ss-empty-history" href=${historyLink(state.filter)}>${
                    text('empty.history')}</a>`}</p>`}
            ${answer?.groups ? html`<${GroupTable} group=${answer.group} answer=${answer} onPress=${term =>
                this.turn({ group: '', typed: narrowed(state.filter, term) })}/>` : this.list()}
            </div>
            ${details !== null && html`<${Details} id=${details} isOn=${() => this.live.isOn}
                ids=${(answer?.sessions ?? []).map(session => session.id)} onStep=${id => this.look(id)}
                onOpen=${id => this.look(id)} onAction=${(action, session) => this.act(action, session)}
                onClose=${() => this.look(null)}/>`}
            </div>
            <${Commands} ref=${this.commands} onProblem=${e => this.live.complain(e)}
                onEnd=${results => this.settle(results)}/>`;
    }
}

render(html`<${SessionsPage}/>`, document.getElementById('sessionstate'));
