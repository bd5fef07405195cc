/** The server answered, but not the API: the plugin was stopped or removed. */
export const NO_API = -1;

/** The JSON API. Every failure is an ApiError: with the HTTP status, with NO_API, or with 0 if there was no answer. */
export class ApiError extends Error {
    /**
     * @param code     which error it is, if the API told
     * @param problems what is wrong with which part of what was sent, by its name
     */
    constructor(status, message, code = '', problems = {}) {
        super(message);
        this.status = status;
        this.code = code;
        this.problems = problems;
    }

    /** What that means for what was asked: 'unanswered', 'login_ended', 'not_running' or 'refused'. */
    get kind() {
        return { 0: 'unanswered', 401: 'login_ended', [NO_API]: 'not_running' }[this.status]
            ?? (this.code === 'not_running' ? this.code : 'refused');
    }
}

const ROOT = new URL('api/v1/', document.baseURI);

/** Where a path below the API's root is, for other programs. */
export function addressOf(path) {
    return new URL(path, ROOT).href;
}

// Closing takes the server up to 10 s; nothing takes longer, as no page has it wait so long for a change.
const PATIENCE_MS = 20000;
// What the server has at hand, but for the change that it was asked to wait for. One that hangs must not look alive.
const AT_HAND_MS = 5000;
// What it looks for in the database, in 5 s at most.
const DATABASE_MS = 10000;
// All of it, of however much.
const DOWNLOAD_MS = 3_600_000;

const TOKEN = 'X-CSRF-Token';

// Each answer brings it along: what a command must carry.
let token = '';

// Answers tell the server's time to the second, and as of when it began to work on them.
const PROMPT_MS = 500;
const CLOCKS_AGREE_MS = 1500;

// How far the server's clock is ahead of this one, in milliseconds.
let ahead = 0;

/** The time by the server's clock, in milliseconds since 1970: what it tells of is as old as that says. */
export function serverNow() {
    return Date.now() + ahead;
}

function compareClocks(response, asked) {
    const found = Date.parse(response.headers.get('Date')) + 500 - Date.now();
    if (Date.now() - asked < PROMPT_MS && Math.abs(found - ahead) > CLOCKS_AGREE_MS) {
        ahead = found;
    }
}

/**
 * Asks the server.
 *
 * @param path     below the API's root
 * @param signal   ends the wait, if it is given
 * @param patience after how many milliseconds there is no answer
 * @param options  as of fetch
 */
export async function call(path, { signal, patience = PATIENCE_MS, ...options } = {}) {
    const asked = Date.now();
    let response;
    let body;
    try {
        response = await fetch(new URL(path, ROOT), {
            credentials: 'same-origin',
            cache: 'no-store',
            // The API never redirects; the console sends to its login page what is not the API any more.
            redirect: 'manual',
            ...options,
            signal: AbortSignal.any([AbortSignal.timeout(patience), ...signal ? [signal] : []]),
        });
        token = response.headers.get(TOKEN) ?? token;
        compareClocks(response, asked);
        if (/^application\/(problem\+)?json\b/.test(response.headers.get('Content-Type'))) {
            body = await response.json();
        } else if (/^text\/csv\b/.test(response.headers.get('Content-Type'))) {
            body = await response.blob();
        }
    } catch (e) {
        throw new ApiError(0, String(e));
    }
    if (body === undefined) {
        throw new ApiError(NO_API, `HTTP ${response.status}`);
    }
    if (!response.ok) {
        throw new ApiError(response.status, body.detail, body.code, body.problems);
    }
    return body;
}

// The parameters that are not empty.
function query(parameters) {
    return new URLSearchParams(Object.entries(parameters)
        .filter(([, value]) => value !== null && value !== undefined && value !== ''));
}

function list(name, parameters, signal) {
    return call(`${name}?${query(parameters)}`,
        { signal, patience: AT_HAND_MS + (parameters.wait ?? 0) * 1000 });
}

/** Sessions, by the parameters that are not empty. */
export async function sessions(parameters, signal) {
    if (parameters.group !== undefined) {
        return list('sessions', parameters, signal);
    }
    // Half as long as with the keys in each.
    const answer = await list('sessions', { ...parameters, rows: 'arrays' }, signal);
    return { ...answer, sessions: answer.sessions.map(values =>
        Object.fromEntries(answer.fields.map((key, at) => [key, values[at]]))) };
}

/** The sessions that ended lately, alike. */
export function ended(parameters, signal) {
    return list('ended', parameters, signal);
}

/** What was counted of each quarter of an hour between two moments; names nobody. */
export function historyCounts({ after, until }, signal) {
    return call(`history/counts?${query({ after, until })}`, { signal, patience: DATABASE_MS });
}

/** The sessions that the database keeps, alike. */
export function historySessions(parameters, signal) {
    return call(`history/sessions?${query(parameters)}`, { signal, patience: DATABASE_MS });
}

/** The failed logins that it keeps. */
export function historyLogins(parameters, signal) {
    return call(`history/logins?${query(parameters)}`, { signal, patience: DATABASE_MS });
}

/** A list as a file in CSV, all of it. */
export function csv(name, parameters) {
    return call(`${name}?${query(parameters)}`, { headers: { Accept: 'text/csv' }, patience: DOWNLOAD_MS });
}

/** Where all that is kept of a user is. */
export function exportAddress(username) {
    return addressOf(`history/export?${query({ username })}`);
}

/** Erases what is kept of a user (username), or of everybody (all); gives how much that was. */
export function erase(whose) {
    return post('history/erase', whose);
}

/** All that is known of one session. */
export function details(id) {
    return call(`sessions/details?${new URLSearchParams({ id })}`);
}

/** Hooks and counts. */
export function status() {
    return call('status', { patience: AT_HAND_MS });
}

/** The last decisions of policies, newest first. */
export async function decisions() {
    return (await call('decisions')).decisions;
}

/** The settings of the plugin. */
export async function settings() {
    return (await call('settings')).settings;
}

/**
 * Sets properties, by their names; null deletes one. Gives all settings, and the names of those that were not so.
 *
 * @param known what settings are set to as far as is known: if it is not so any more, the server refuses with 409
 */
export function changeSettings(values, known = {}) {
    return post('settings', { values, known });
}

/** Has the server do something; gives its answer. */
export async function post(path, body) {
    const known = token;
    const command = () => call(path, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', [TOKEN]: token },
        body: JSON.stringify(body),
    });
    try {
        return await command();
    } catch (e) {
        // The plugin was started anew since the last answer; nothing was done, and this one brought the new token.
        if (e.code !== 'csrf' || token === known) {
            throw e;
        }
        return command();
    }
}

/** The grants of who asks, each with its tokens. */
export async function tokens(signal) {
    return (await call('tokens', { signal, patience: AT_HAND_MS })).grants;
}

/** Makes a grant and its first token; gives both. */
export function makeToken(grant) {
    return post('tokens', grant);
}

/** Makes another token of a grant, that expires after so many days, or with the grant; gives both. */
export function rotateToken(grant, days) {
    return post('tokens/rotate', days === '' ? { grant } : { grant, days });
}

/** Revokes the token of this number, or the grant with all of its tokens if that is null. */
export function revokeToken(grant, number) {
    return post('tokens/revoke', number === null ? { grant } : { grant, token: number });
}

/** Closes these sessions; gives their results. */
export async function close(ids, condition, reason) {
    const command = { ids };
    if (condition !== '') {
        command.condition = condition;
        if (reason !== '') {
            command.text = reason;
        }
    }
    return (await post('sessions/close', command)).results;
}

/** Sends one XML element to these sessions; gives their results. */
export async function send(ids, xml) {
    return (await post('sessions/send', { ids, xml })).results;
}

/** Sends an iq to a client, or a ping if there is none, and gives its reply, or the reason why there is none. */
export function ask(id, xml) {
    return post('sessions/ask', xml === undefined ? { id } : { id, xml });
}
