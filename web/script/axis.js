import { html } from './ui.js';

const LANGUAGE = document.getElementById('sessionstate').lang;
const SECONDS = new Intl.DateTimeFormat(LANGUAGE, { timeStyle: 'medium' });
const MINUTES = new Intl.DateTimeFormat(LANGUAGE, { timeStyle: 'short' });
const DAY = new Intl.DateTimeFormat(LANGUAGE, { day: 'numeric', month: 'short' });
const DATE = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: 'medium' });
const MONTH = new Intl.DateTimeFormat(LANGUAGE, { month: 'short', year: 'numeric' });

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY_S = 24 * HOUR;
// Between two ticks, in seconds.
const STEPS = [1, 5, 15, 30, ...[1, 5, 15, 30].map(minutes => minutes * MINUTE),
    ...[1, 2, 3, 6, 12].map(hours => hours * HOUR),
    ...[1, 2, 7, 14, 28, 91, 182, 364, 1820, 3640].map(days => days * DAY_S)];
// Zones differ by whole quarters of an hour.
const SAME_IN_EVERY_ZONE = 15 * MINUTE;
const BY_MONTHS = 91 * DAY_S;
// A label has this much room, in pixels.
const ROOM_PX = 76;

/** Where a moment is, in pixels from where a span begins that is drawn so wide. Moments are in milliseconds. */
export function placeOf(moment, { from, to, width }) {
    return (moment - from) / (to - from) * width;
}

/** The moments to mark of a span that is drawn so wide, in the reader's zone, each with its label. */
export function ticksOf(span) {
    const { from, to, width } = span;
    const step = STEPS.find(step => step * 1000 / (to - from) * width >= ROOM_PX) ?? STEPS.at(-1);
    return moments(step, from, to).map(moment => ({ x: placeOf(moment, span), ...labelOf(new Date(moment), step) }))
        .filter(({ x }) => x <= width - ROOM_PX / 2);
}

function moments(step, from, to) {
    return step >= DAY_S ? midnights(step / DAY_S, from, to)
        : step > SAME_IN_EVERY_ZONE ? hours(step, from, to) : even(step * 1000, from, to);
}

function even(step, from, to) {
    const first = Math.ceil(from / step) * step;
    return Array.from({ length: Math.floor((to - first) / step) + 1 }, (none, index) => first + index * step);
}

// On days on which clocks are changed there are more of them, or fewer.
function hours(step, from, to) {
    return midnights(1, from - 2 * DAY_S * 1000, to).flatMap(midnight => {
        const day = new Date(midnight);
        return Array.from({ length: DAY_S / step }, (none, index) =>
            new Date(day.getFullYear(), day.getMonth(), day.getDate(), 0, 0, index * step).getTime());
    }).filter((moment, index, all) => moment >= from && moment <= to && moment !== all[index - 1]);
}

/** The midnights of every day that begins such a step; weeks begin on Mondays. */
function midnights(days, from, to) {
    const found = [];
    const day = new Date(from);
    day.setHours(0, 0, 0, 0);
    for (; day <= to; day.setDate(day.getDate() + 1)) {
        const number = Date.UTC(day.getFullYear(), day.getMonth(), day.getDate()) / (DAY_S * 1000);
        if (day >= from && (number + 3) % days === 0) {
            found.push(day.getTime());
        }
    }
    return found;
}

function labelOf(date, step) {
    const isDay = date.getHours() === 0 && date.getMinutes() === 0 && date.getSeconds() === 0;
    return { isDay, label: (step >= BY_MONTHS ? MONTH : isDay ? DAY : step < MINUTE ? SECONDS : MINUTES).format(date) };
}

/** The days of a span, in words. */
export function daysOf({ from, to }) {
    return DATE.formatRange(from, to);
}

/** The time below, or above, what is drawn; for the eye alone, as whatever is drawn tells of its own. */
export function Axis({ ticks }) {
    return html`
        <div class="ss-axis" aria-hidden="true">${ticks.map(({ x, label, isDay }) => html`
            <span key=${x} class=${isDay ? 'ss-day-begins' : ''} style=${{ left: `${x}px` }}>${label}</span>`)}
        </div>`;
}

/** A line at each tick, from the axis through all that is drawn; and one at a place that was asked for, if any was. */
export function Grid({ ticks, asked = null }) {
    return html`
        <div class="ss-grid" aria-hidden="true">${ticks.map(({ x, isDay }) => html`
            <span key=${x} class=${isDay ? 'ss-day-begins' : ''} style=${{ left: `${x}px` }}></span>`)}
        ${asked !== null && html`<span key="asked" class="ss-asked" style=${{ left: `${asked}px` }}></span>`}
        </div>`;
}
