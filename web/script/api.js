/** The server answered, but not the API: the plugin was stopped or removed. */
export const NO_API = -1;

/** The JSON API. Every failure is an ApiError: with the HTTP status, with NO_API, or with 0 if there was no answer. */
export class ApiError extends Error {
    constructor(status, message) {
        super(message);
        this.status = status;
    }
}

const ROOT = new URL('../api/v1/', import.meta.url);

// Closing takes the server up to 10 s; nothing takes longer.
const PATIENCE_MS = 20000;

async function call(path, options) {
    let response;
    let body;
    try {
        response = await fetch(new URL(path, ROOT), {
            credentials: 'same-origin',
            cache: 'no-store',
            // The API never redirects; the console sends to its login page what is not the API any more.
            redirect: 'manual',
            signal: AbortSignal.timeout(PATIENCE_MS),
            ...options,
        });
        if (response.headers.get('Content-Type')?.startsWith('application/json')) {
            body = await response.json();
        }
    } catch (e) {
        throw new ApiError(0, String(e));
    }
    if (body === undefined) {
        throw new ApiError(NO_API, `HTTP ${response.status}`);
    }
    if (!response.ok) {
        throw new ApiError(response.status, body.error);
    }
    return body;
}

/** These fields of the sessions that the filter gives, in this order, and how many there are. Both may be empty. */
export function sessions(fields, filter, order) {
    const parameters = [`fields=${fields.map(encodeURIComponent).join(',')}`];
    if (filter !== '') {
        parameters.push(`q=${encodeURIComponent(filter)}`);
    }
    if (order !== '') {
        parameters.push(`sort=${encodeURIComponent(order)}`);
    }
    return call(`sessions?${parameters.join('&')}`);
}

/** Hooks, counts and the token for commands. */
export function status() {
    return call('status');
}

/** Closes one session; gives its result. */
export async function close(id, condition, reason) {
    // A fresh token: the plugin may have been started anew since the page was loaded.
    const { csrf_token: token } = await status();
    const command = { ids: [id] };
    if (condition !== '') {
        command.condition = condition;
        if (reason !== '') {
            command.text = reason;
        }
    }
    const answer = await call('sessions/close', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': token },
        body: JSON.stringify(command),
    });
    return answer.results[0];
}
