import { parametersOf, viewOfAddress } from './address.js';
import * as api from './api.js';
import { Bar } from './bar.js';
import { fieldsFor, jidOf } from './cells.js';
import { ColumnChooser } from './columns.js';
import { Details } from './details.js';
import { FilterBox } from './filter.js';
import { wayBack } from './focus.js';
import { CloseDialog, MessageDialog, XmlDialog } from './forms.js';
import { Graph } from './graph.js';
import { GroupChooser, GroupTable, MAX_GROUPS, narrowed } from './group.js';
import { Live } from './live.js';
import { Marks } from './marks.js';
import { HookLine, WarLines } from './notices.js';
import { Pager, rememberedSize } from './pager.js';
import { PingDialog } from './ping.js';
import { FIRST, isFirst, settled } from './place.js';
import { Steps } from './steps.js';
import { SessionTable } from './table.js';
import { countsOf, matching, notesOn, selected } from './targets.js';
import { text, visible } from './texts.js';
import { Tiles } from './tiles.js';
import { clock, hold } from './times.js';
import { Component, createRef, html, render } from './ui.js';

// Hooks and graph change seldom; the table must not pay for them each time.
const STATUS_MS = 10000;
// What a command for all that match is done to while nobody knows who matches.
const NONE = { total: 0, connected: 0 };
const DIALOGS = { close: CloseDialog, message: MessageDialog, ping: PingDialog, xml: XmlDialog };

const page = document.getElementById('sessionstate');

class SessionsPage extends Component {
    constructor(props) {
        super(props);
        this.table = createRef();
        this.state = {
            answer: null, status: null, live: 'connecting', message: text('live.connecting'), needsLogin: false,
            ...viewOfAddress(), filter: '', problem: '', size: rememberedSize(), selected: new Map(), marks: new Map(),
            isPaused: false, command: null, updated: '', copied: '',
        };
        // Whether a command is being prepared.
        this.isAsking = false;
        // What the server would not take.
        this.refused = null;
        this.statusAt = 0;
        this.marks = new Marks();
        // Whether the next answer is another page, which is read from its top.
        this.isTurning = false;
        // What led to the view that is asked for: 'press', 'typing', or null if it is in the address already.
        this.step = null;
        this.steps = new Steps(() => this.goBack());
        this.live = new Live((wait, signal) => this.ask(wait, signal),
            (live, message, needsLogin) => {
                hold(live !== 'on');
                this.setState({ live, message, needsLogin });
            });
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

    // ------------------------------------------------------------------ asking

    /** Asks for what the view says; if the server refuses its filter, for the one that it took before. */
    async ask(wait, signal) {
        const { typed, filter, order, group, place, size, columns, answer } = this.state;
        const wanted = typed.trim() === this.refused ? filter : typed.trim();
        const withStatus = Date.now() - this.statusAt >= STATUS_MS;
        try {
            const [next, status] = await Promise.all([
                api.sessions({ q: wanted, ...group !== '' ? { group, limit: MAX_GROUPS }
                    : { sort: order, fields: fieldsFor(columns).join(','), limit: size, from: place.from,
                        before: place.before },
                    since: wait > 0 ? answer?.version : null, wait: wait > 0 ? wait : null }, signal),
                withStatus ? api.status(signal) : null]);
            // An answer that was there already when something else was asked for must not take its place.
            signal.throwIfAborted();
            if (wanted === typed.trim()) {
                this.refused = null;
            }
            this.show(group === '' ? { ...next, place: settled(place, next, size) }
                : { ...next, group, sessions: [], place: FIRST }, wanted, place);
            if (status !== null) {
                this.statusAt = Date.now();
                this.setState({ status });
            }
            return next.waited;
        } catch (e) {
            // After an interruption the hooks may be others.
            this.statusAt = signal.aborted ? this.statusAt : 0;
            if (e.status === 400 && !isFirst(place) && !signal.aborted) {
                // An address that was not copied whole.
                await new Promise(done => this.setState({ place: FIRST }, done));
                return this.ask(0, signal);
            }
            if (e.status !== 400 || wanted === filter || signal.aborted) {
                throw e;
            }
            this.refused = wanted;
            this.setState({ problem: e.message });
            return this.ask(0, signal);
        }
    }

    /** @param asked the place that was asked for, which may have become another one */
    show(answer, filter, asked) {
        const { order, columns, problem } = this.state;
        const { place } = answer;
        // What is selected is named before something is done to it: as it is now.
        const { selected } = this.state;
        const renewed = new Map([...selected, ...answer.sessions.filter(session => selected.has(session.id))
            .map(session => [session.id, session])]);
        const marks = this.marks.of(answer, JSON.stringify([filter, order, place.from, place.before, columns]));
        this.setState(state => ({ answer, filter, marks, selected: renewed, problem: this.refused === null ? '' : problem,
            updated: text('live.updated', clock()),
            // Somebody may just have turned to another page.
            place: state.place === asked ? place : state.place }), () => this.shown());
        if (isFirst(place) && !isFirst(asked)) {
            this.live.refresh();
        }
    }

    shown() {
        this.remember(this.step);
        this.step = null;
        if (this.isTurning) {
            this.isTurning = false;
            this.table.current?.toTop();
        }
    }

    remember(step = null) {
        const { answer } = this.state;
        const place = answer?.place ?? this.state.place;
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

    // Columns are no step: they stay as they were chosen last.
    goBack() {
        const { columns, ...view } = viewOfAddress();
        this.step = null;
        this.setState(view, () => this.live.refresh());
    }

    /** Shows the details of this session, or none. */
    look(details) {
        const step = this.state.details === null ? 'details' : null;
        this.setState({ details }, () => this.remember(step));
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
                // In quotation marks a star in the name is a star.
                this.turn({ typed: `username:"${session.username}"` });
                break;
            case 'address':
                this.turn({ typed: `ip:${session.ip}` });
                break;
            case 'user':
                location.href = `/user-properties.jsp?${new URLSearchParams({ username: session.username })}`;
                break;
            default:
                this.setState({ command: { action, targets: [session] } });
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
    async actOnMany(action, isMatching) {
        if (this.isAsking) {
            return;
        }
        this.isAsking = true;
        try {
            const bound = (await api.status()).max_sessions;
            const found = isMatching ? await matching(action, this.state, bound)
                : await selected(action, this.state.selected);
            const targets = found.sessions.slice(0, bound);
            // Who waited too long for that may have begun something else.
            if (this.state.command === null) {
                this.setState({ command: { action, targets, notes: notesOn(found, bound),
                    isAll: targets.length > 1 && found.total + found.leftOut >= found.all } });
            }
        } catch (e) {
            this.live.complain(e);
        }
        this.isAsking = false;
    }

    /** What was done to a session need not be done again; what failed stays selected. */
    endCommand(command, results) {
        // The browser tells of the end of a dialog later: by then another one may be open, or none.
        const isOpen = this.state.command === command;
        const selected = new Map(this.state.selected);
        results.filter(result => result.outcome !== 'failed').forEach(result => selected.delete(result.id));
        this.setState({ ...isOpen && { command: null }, selected }, () => this.live.refresh());
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
        const { answer, status, selected, command, details } = state;
        const Command = command === null ? null : DIALOGS[command.action];
        // Not while the table shows what another filter gave.
        const isShown = answer !== null && state.typed.trim() === state.filter;
        return html`
            <div class="ss-band">
            <${Tiles} counts=${answer?.counts ?? null} ended=${answer?.ended ?? null} filter=${state.typed.trim()}
                onFilter=${typed => this.turn({ typed })}/>
            ${status !== null && html`<${Graph} recent=${status.recent}/>`}
            </div>
            <${FilterBox} value=${state.typed} problem=${state.problem}
                onType=${typed => this.type(typed)} onChange=${() => this.live.refresh()}
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
                <p id="ss-empty" class="ss-notice">${text(state.filter === '' ? 'empty.none' : 'empty.filtered')}</p>`}
            ${answer?.groups ? html`<${GroupTable} group=${answer.group} answer=${answer} onPress=${term =>
                this.turn({ group: '', typed: narrowed(state.filter, term) })}/>` : this.list()}
            </div>
            ${details !== null && html`<${Details} id=${details} isOn=${() => this.live.isOn}
                ids=${(answer?.sessions ?? []).map(session => session.id)} onStep=${id => this.look(id)}
                onOpen=${id => this.look(id)} onAction=${(action, session) => this.act(action, session)}
                onClose=${() => this.look(null)}/>`}
            </div>
            ${command !== null && html`<${Command} targets=${command.targets} isAll=${command.isAll ?? false}
                notes=${command.notes ?? []} onClose=${results => this.endCommand(command, results)}/>`}`;
    }
}

render(html`<${SessionsPage}/>`, page);
