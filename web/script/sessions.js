import * as api from './api.js';
import { Attention } from './attention.js';
import { clock } from './cells.js';
import { CloseDialog } from './close-dialog.js';
import { FilterBox } from './filter.js';
import { HookLine } from './hooks.js';
import { Order } from './order.js';
import { SessionTable } from './table.js';
import { text } from './texts.js';
import { WarLines } from './wars.js';

const POLL_MS = 2000;
// Hooks change seldom; the table must not pay for them each time.
const POLLS_PER_STATUS = 5;
// Without a login there is nothing to see: only to notice that somebody logged in, perhaps in another tab.
const POLL_WITHOUT_LOGIN_MS = 5000;
// Openfire writes an error to its log whenever somebody asks for a plugin that is gone.
const POLL_WITHOUT_API_MS = 30000;

const find = name => document.getElementById(name);
const page = find('sessionstate');
const live = find('ss-live');
const login = find('ss-login');

let timer;
let running = false;
let again = false;
let polls = 0;

const headings = [...page.querySelectorAll('th[data-column]')];
const columns = headings.map(heading => heading.dataset.column);
const table = new SessionTable(find('ss-rows'), columns, session => dialog.open(session));
const dialog = new CloseDialog(id => {
    table.focus(id);
    refresh();
});
// What the table shows, and what the server would not take.
let filter = '';
let refused = null;
const box = new FilterBox(find('ss-filter'), find('ss-tiles'), () => refresh());
const order = new Order(headings, () => refresh());
const hooks = new HookLine(find('ss-hooks'));
const wars = new WarLines(find('ss-wars'));
const attention = new Attention(Number(page.dataset.idleSeconds), state => {
    if (state === 'here') {
        refresh();
    } else {
        clearTimeout(timer);
        tell(state, text(`live.${state}`));
    }
});

/** Asks the server and shows the answer; then waits, and does it again, as long as somebody is there. */
async function refresh() {
    if (running) {
        again = true;
        return;
    }
    running = true;
    clearTimeout(timer);
    let delay = POLL_MS;
    try {
        const withStatus = polls++ % POLLS_PER_STATUS === 0;
        const [answer, status] = await Promise.all([ask(), withStatus ? api.status() : null]);
        show(answer);
        if (status !== null) {
            hooks.update(status.hooks);
            wars.update(status.wars);
        }
        const state = attention.state;
        tell(state === 'here' ? 'on' : state, text(`live.${state === 'here' ? 'on' : state}`));
    } catch (e) {
        // After an interruption the hooks may be others.
        polls = 0;
        delay = complain(e);
    } finally {
        running = false;
    }
    if (again) {
        again = false;
        refresh();
    } else if (attention.state === 'here') {
        timer = setTimeout(refresh, delay);
    }
}

/** Asks for what the box and the headings say; if the server refuses that filter, for the one that it took before. */
async function ask() {
    const typed = box.value;
    const wanted = typed === refused ? filter : typed;
    try {
        const answer = await api.sessions(table.fields, wanted, order.value);
        filter = wanted;
        if (wanted === typed) {
            refused = null;
            box.complain('');
        }
        remember();
        return answer;
    } catch (e) {
        if (e.status !== 400 || wanted === filter) {
            throw e;
        }
        refused = wanted;
        box.complain(e.message);
        return ask();
    }
}

// The view can be bookmarked, sent, and comes back with a reload or after a login.
function remember() {
    const address = new URL(location.href);
    for (const [name, value] of [['q', filter], ['sort', order.value]]) {
        if (value === '') {
            address.searchParams.delete(name);
        } else {
            address.searchParams.set(name, value);
        }
    }
    if (address.href !== location.href) {
        history.replaceState(null, '', address);
        login.href = address.href;
    }
}

function recall() {
    const parameters = new URL(location.href).searchParams;
    box.value = parameters.get('q') ?? '';
    order.value = parameters.get('sort') ?? '';
    login.href = location.href;
}

function show(answer) {
    const { sessions, total, counts } = answer;
    table.update(sessions);
    box.count(counts);
    put(find('ss-count'), filter !== '' ? text('count.matching', total.toLocaleString(), counts.total.toLocaleString())
        : total === 0 ? text('count.none')
            : total === 1 ? text('count.one') : text('count.many', total.toLocaleString()));
    const cut = find('ss-cut');
    cut.hidden = sessions.length >= total;
    put(cut, cut.hidden ? '' : text('count.cut', sessions.length.toLocaleString(), total.toLocaleString()));
    put(find('ss-updated'), text('live.updated', clock()));
}

/** Says what is wrong; gives the time until the next try. */
function complain(error) {
    switch (error.status) {
        case 0:
            tell('off', text('live.unreachable'));
            return POLL_MS;
        case 401:
            tell('off', text('live.login_ended'), true);
            return POLL_WITHOUT_LOGIN_MS;
        case 403:
            tell('off', text('live.address_refused'));
            return POLL_WITHOUT_LOGIN_MS;
        case api.NO_API:
            tell('off', text('live.not_running'));
            return POLL_WITHOUT_API_MS;
        case 503:
            tell('off', text('live.not_running'));
            return POLL_MS;
        default:
            tell('off', text('live.failed', error.message));
            // Nothing is thrown away silently: a fault of the page shows in the console.
            console.error(error);
            return POLL_MS;
    }
}

function tell(state, message, offerLogin = false) {
    page.dataset.live = state;
    put(live, message);
    login.hidden = !offerLogin;
}

// A live region is read out whenever it is written, even if nothing changed.
function put(element, message) {
    if (element.textContent !== message) {
        element.textContent = message;
    }
}

login.textContent = text('live.login');
tell('connecting', text('live.connecting'));
recall();
refresh();
