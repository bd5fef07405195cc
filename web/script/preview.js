import { addressOf, shortNameOf, whose } from './cells.js';
import { facts, text, visible } from './texts.js';
import { html } from './ui.js';

// So many names are shown before the deed.
const NAMES = 10;
// Above this many sessions they are counted by user.
const FEW = 50;

/** What a command is about to be done to, and what to think of before. */
export function Preview({ id, targets, isAll, notes }) {
    const own = targets.filter(target => target.username === facts.administrator);
    const others = targets.filter(target => target.administrator && !own.includes(target));
    return html`
        ${targets.length === 1
            ? html`<p id=${`${id}-who`} class="ss-who">${text('close.whose', whose(targets[0]), addressOf(targets[0]))}</p>`
            : html`<${Names} id=${`${id}-who`} names=${targets.length > FEW ? byUser(targets)
                : targets.map(shortNameOf)}/>`}
        ${isAll && html`<p class="ss-notice" data-warning="all">${text('command.all', users(targets).size.toLocaleString(),
            users(targets.filter(target => target.administrator)).size.toLocaleString())}</p>`}
        ${notes.map(note => html`<p key=${note} class="ss-notice">${note}</p>`)}
        ${own.length > 0 && html`<p class="ss-notice" data-warning="own">${text('command.own', own.length)}</p>`}
        ${others.length > 0 && html`<p class="ss-notice" data-warning="administrators">
            ${text('command.administrators', others.length,
                [...users(others)].slice(0, NAMES).map(visible).join(', '))}</p>`}`;
}

function Names({ id, names }) {
    return html`
        <ul id=${id} class="ss-who" tabindex="0" aria-label=${text('command.who')}>
        ${names.slice(0, NAMES).map(name => html`<li>${name}</li>`)}
        ${names.length > NAMES && html`<li>${text('command.others', (names.length - NAMES).toLocaleString())}</li>`}
        </ul>`;
}

function users(targets) {
    return new Set(targets.map(target => target.username).filter(username => username !== null));
}

// Who has most comes first.
function byUser(targets) {
    const counts = new Map();
    for (const { username } of targets) {
        counts.set(username, (counts.get(username) ?? 0) + 1);
    }
    return [...counts].sort(([, one], [, other]) => other - one).map(([username, count]) =>
        `${username === null ? text('ended.stranger') : visible(username)} \u00d7${count}`);
}
