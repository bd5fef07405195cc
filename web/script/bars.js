import { serverNow } from './api.js';
import { Axis, daysOf, Grid, placeOf, ticksOf } from './axis.js';
import { wordOf } from './causes.js';
import { Cut } from './cells.js';
import { KINDS, kindOf, Legend, wordOfKind } from './kinds.js';
import { Measured } from './measured.js';
import { text, visible } from './texts.js';
import { duration, exactTime } from './times.js';
import { Component, createRef, html } from './ui.js';

// The names stand beside the lanes where these keep this much, otherwise above them.
const NAME_PX = 136;
const LEAST_LANE_PX = 400;
// What was there for a moment can be seen and pressed all the same.
const LEAST_PX = 9;
// So many moments beside each other are drawn one by one, and more as a pile of this width.
const MOST_MOMENTS = 3;
const PILE_PX = 30;
const LINE_PX = 20;
// A span that is no longer is not drawn larger, and nothing in it as a pile, in milliseconds.
const SHORTEST = 10_000;
// Beside what is looked at closely, as a part of it.
const MARGIN = 0.04;

const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * One user's sessions over time: a lane for each resource, and in it a bar for each session. A press on a bar opens its
 * details; one on a pile of short sessions looks at these closely. A moment that was asked for is marked.
 */
export class Bars extends Component {
    constructor(props) {
        super(props);
        this.place = createRef();
        // What is looked at closely, and which bar the keyboard is at.
        this.state = { closeUp: null, at: null };
        this.pressed = this.pressed.bind(this);
    }

    componentDidUpdate(props, { closeUp }) {
        if (this.state.closeUp !== closeUp && document.activeElement === document.body) {
            this.place.current.querySelector('.ss-time-bar[tabindex="0"]')?.focus({ preventScroll: true });
        }
    }

    /** Draws what is in a pile as wide as there is room; everything again for null. */
    lookClosely(sessions) {
        this.setState({ closeUp: sessions && around(sessions, this.whole), at: sessions?.[0].id ?? this.state.at });
    }

    // Through the bars of a lane, and from lane to lane.
    pressed(event) {
        const [along, across] = MOVES[event.key] ?? [0, 0];
        const bar = event.target.closest('.ss-time-bar');
        if (along === 0 && across === 0 || bar === null
                || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) {
            return;
        }
        event.preventDefault();
        const bars = [...this.place.current.querySelectorAll('.ss-time-bar')];
        const next = along !== 0 ? bars[bars.indexOf(bar) + along] : nearest(bar, across);
        next?.focus({ preventScroll: true });
        next?.scrollIntoView({ block: 'nearest' });
    }

    render({ sessions, after, until, moment, shown, onLook }, { closeUp, at }) {
        this.whole = spanOf(sessions, after, until);
        const span = closeUp ?? this.whole;
        const kinds = sessions.map(session => kindOf(causeOf(session)));
        return html`
            <figure class="ss-bars" ref=${this.place}>
            <figcaption><span class="ss-unseen">${text('bars.label')}</span>
            <${Legend} entries=${[...KINDS, 'open'].filter(kind => kinds.includes(kind)).map(kind =>
                [kind, wordOfKind(kind), kinds.filter(one => one === kind).length])}/>
            ${closeUp !== null && html`<button type="button" id="ss-bars-whole" onClick=${() =>
                this.lookClosely(null)}>${text('bars.whole')}</button>`}
            </figcaption>
            <div class="ss-lanes" role="group" aria-label=${text('bars.label')} onKeyDown=${this.pressed}
                onFocusIn=${event => this.setState({ at: event.target.dataset.id ?? at })}>
            <${Measured} className="ss-lanes-room">${width => html`<${Lanes} sessions=${sessions} span=${span}
                moment=${moment} width=${width} at=${at ?? shown} shown=${shown} onLook=${onLook}
                onPile=${pile => this.lookClosely(pile)}/>`}<//>
            </div>
            </figure>`;
    }
}

function causeOf({ ended }) {
    return ended?.cause ?? null;
}

function beginningOf({ since }) {
    return Date.parse(since);
}

function endOf({ ended }) {
    return ended === null ? serverNow() : Date.parse(ended.at);
}

/** From when to when is drawn; what is not said is when the first session began, and now or when the last one ended. */
function spanOf(sessions, after, until) {
    const to = until != null ? new Date(until).getTime()
        : after != null ? serverNow() : Math.max(...sessions.map(endOf));
    const from = after == null ? Math.min(to, ...sessions.map(beginningOf)) : new Date(after).getTime();
    return { from: Math.min(from, to - SHORTEST), to };
}

/** The span of these sessions with something beside it, within another one. */
function around(sessions, { from, to }) {
    const first = Math.max(from, Math.min(...sessions.map(beginningOf)));
    const last = Math.min(to, Math.max(...sessions.map(endOf)));
    const margin = Math.max(SHORTEST / 2, (last - first) * MARGIN);
    return { from: first - margin, to: last + margin };
}

/** The bar that is closest to this one in the lane before or after its own. */
function nearest(bar, by) {
    const lane = by < 0 ? bar.closest('.ss-lane').previousElementSibling : bar.closest('.ss-lane').nextElementSibling;
    const middle = box => (box.left + box.right) / 2;
    const distance = other => Math.abs(middle(other.getBoundingClientRect()) - middle(bar.getBoundingClientRect()));
    return [...lane?.querySelectorAll('.ss-time-bar') ?? []].reduce((best, other) =>
        (best === null || distance(other) < distance(best) ? other : best), null);
}

/** The sessions of each resource, in the order of the first one of each. */
function lanesOf(sessions) {
    const lanes = new Map();
    for (const session of sessions) {
        lanes.set(session.resource, [...lanes.get(session.resource) ?? [], session]);
    }
    return [...lanes];
}

/** What is drawn of sessions: bars and piles from the left to the right, each with the line that it stands in. */
function drawn(sessions, span) {
    const boxes = sessions.map(session => boxOf(session, span)).filter(box => box !== null)
        .sort((one, other) => one.left - other.left);
    const ends = [];
    return piled(boxes, span).map(box => {
        // Those that follow one another may share a pixel.
        const free = ends.findIndex(end => end <= box.left + 1);
        const line = free < 0 ? ends.length : free;
        ends[line] = box.left + box.width;
        return { ...box, line };
    });
}

function boxOf(session, span) {
    const [begins, ends] = [beginningOf(session), endOf(session)];
    if (ends < span.from || begins > span.to) {
        return null;
    }
    const left = Math.max(0, placeOf(begins, span));
    const width = Math.min(span.width, placeOf(ends, span)) - left;
    return { sessions: [session], isMoment: width < LEAST_PX, width: Math.max(LEAST_PX, width),
        left: Math.min(left, span.width - LEAST_PX), isEarlier: begins < span.from, isLater: ends > span.to };
}

/** With many moments beside each other put together. */
function piled(boxes, { from, to, width }) {
    const most = to - from > 2 * SHORTEST ? MOST_MOMENTS : Infinity;
    const result = [];
    let moments = [];
    const put = () => {
        result.push(...moments.length > most ? [pileOf(moments, width)] : moments);
        moments = [];
    };
    for (const box of boxes) {
        if (!box.isMoment) {
            result.push(box);
            continue;
        }
        if (moments.length > 0 && box.left >= moments[0].left + PILE_PX) {
            put();
        }
        moments.push(box);
    }
    put();
    return result.sort((one, other) => one.left - other.left);
}

function pileOf(moments, width) {
    return { ...moments[0], sessions: moments.flatMap(({ sessions }) => sessions), width: PILE_PX,
        left: Math.min(moments[0].left, width - PILE_PX) };
}

function Lanes({ sessions, span, moment, width, at, shown, onLook, onPile }) {
    const isBeside = width >= NAME_PX + LEAST_LANE_PX;
    const name = isBeside ? NAME_PX : 0;
    const room = { ...span, width: width - name };
    const ticks = ticksOf(room);
    const lanes = lanesOf(sessions).map(([resource, those]) => [resource, drawn(those, room)])
        .filter(([, boxes]) => boxes.length > 0);
    const boxes = lanes.flatMap(([, those]) => those);
    // The one that the Tab key goes to.
    const stop = boxes.find(box => idsOf(box).includes(at)) ?? boxes[0];
    return html`
        <div class=${isBeside ? 'ss-names-beside' : ''} style=${{ '--ss-lane-name': `${name}px` }}>
        <div class="ss-lanes-head"><div class="ss-days-drawn">${daysOf(span)}</div><${Axis} ticks=${ticks}/></div>
        <${Grid} ticks=${ticks} asked=${moment ? placeOf(Date.parse(moment), room) : null}/>
        <div class="ss-lane-list">
        ${lanes.map(([resource, those]) => html`
            <${Lane} key=${resource} resource=${resource} boxes=${those} stop=${stop} shown=${shown}
                onLook=${onLook} onPile=${onPile}/>`)}
        </div></div>`;
}

function idsOf({ sessions }) {
    return sessions.map(session => session.id);
}

function nameOf(resource) {
    return resource === null ? text('bars.no_resource') : visible(resource);
}

function Lane({ resource, boxes, stop, shown, onLook, onPile }) {
    const lines = 1 + Math.max(...boxes.map(({ line }) => line));
    return html`
        <div class="ss-lane" role="group" aria-label=${nameOf(resource)}>
        <div class="ss-lane-name" title=${nameOf(resource)}><${Cut} of=${nameOf(resource)}/></div>
        <div class="ss-lane-bars" style=${{ height: `${lines * LINE_PX}px` }}>
        ${boxes.map(box => html`
            <${box.sessions.length > 1 ? Pile : Bar} key=${box.sessions[0].id} box=${box} isStop=${box === stop}
                isShown=${idsOf(box).includes(shown)} onLook=${onLook} onPile=${onPile}
                style=${{ left: `${box.left}px`, width: `${box.width}px`, top: `${box.line * LINE_PX}px` }}/>`)}
        </div></div>`;
}

function Bar({ box, isStop, isShown, onLook, style }) {
    const [session] = box.sessions;
    const words = [nameOf(session.resource), whenOf(session),
        session.ended === null ? wordOfKind('open') : wordOf(session.ended)];
    return html`
        <button type="button" class="ss-time-bar" data-id=${session.id} data-end=${kindOf(causeOf(session))}
            data-earlier=${box.isEarlier} data-later=${box.isLater} aria-current=${isShown} tabindex=${isStop ? 0 : -1}
            aria-label=${words.join(', ')} title=${words.join('\n')} style=${style}
            onClick=${() => onLook(session.id)}></button>`;
}

function whenOf(session) {
    const { since, ended } = session;
    const lasted = duration(Math.max(0, Math.floor((endOf(session) - beginningOf(session)) / 1000)), false);
    return ended === null ? text('bars.since', exactTime(since), lasted)
        : text('bars.from_to', exactTime(since), exactTime(ended.at), lasted);
}

/** More sessions than can be drawn beside each other. */
function Pile({ box, isStop, isShown, onPile, style }) {
    const { sessions } = box;
    const kinds = new Set(sessions.map(session => kindOf(causeOf(session))));
    const first = new Date(Math.min(...sessions.map(beginningOf)));
    const last = new Date(Math.max(...sessions.map(endOf)));
    const words = text('bars.pile', sessions.length.toLocaleString(), exactTime(first), exactTime(last));
    return html`
        <button type="button" class="ss-time-bar ss-pile" data-id=${sessions[0].id}
            data-end=${kinds.size === 1 ? [...kinds][0] : 'several'} aria-current=${isShown} tabindex=${isStop ? 0 : -1}
            aria-label=${words} title=${words} style=${style} onClick=${() => onPile(sessions)}>${
                sessions.length}</button>`;
}
