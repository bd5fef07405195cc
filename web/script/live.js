import * as api from './api.js';
import { Attention } from './attention.js';
import { facts, text } from './texts.js';

// So long the server holds a question until something changes. What tells of no change, such as counters of stanzas,
// is as old as that at most.
const WAIT_S = 5;
// Between two questions. What changes meanwhile comes together.
const PAUSE_MS = 500;
// Where the server has no room for one more to wait.
const POLL_MS = 2000;
// Without a login there is nothing to see: only to notice that somebody logged in, perhaps in another tab.
const POLL_WITHOUT_LOGIN_MS = 5000;
// A plugin that is updated is back within seconds. Of one that stays away Openfire writes an error to its log with
// each question.
const POLL_WITHOUT_API_MS = 5000;
const PROMPT_POLLS_WITHOUT_API = 24;
const POLL_WHEN_GONE_MS = 30000;

/**
 * Keeps asking the server, as long as somebody is there. Tells the state of it all: 'on', 'off', 'hidden', 'idle',
 * 'paused' or 'connecting'.
 */
export class Live {
    /**
     * @param ask    asks once: called with how long the server may wait for a change, in seconds, and a signal that
     *               ends the question; gives whether the server was able to wait
     * @param onTell called with the state, what to say of it, and whether a login is needed
     * @param pauseMs how long after an answer that waited for a change the next question comes; null to ask only when
     *                told to, and again as long as that fails
     */
    constructor(ask, onTell, pauseMs = PAUSE_MS) {
        this.ask = ask;
        this.onTell = onTell;
        this.pauseMs = pauseMs;
        this.isPaused = false;
        this.isFresh = false;
        this.again = false;
        this.hasFailed = false;
        // How often the plugin was not there, one time after the other.
        this.misses = 0;
        this.attention = new Attention(facts.idle_seconds, state => this.attend(state));
    }

    attend(state) {
        // What was asked for once stays as it is.
        if (this.pauseMs === null && !this.hasFailed) {
            return;
        }
        if (state === 'here' && !this.isPaused) {
            this.refresh();
        } else {
            this.stop();
        }
    }

    /** Whether it asks by itself. */
    get isOn() {
        return !this.isPaused && this.attention.state === 'here';
    }

    pause(isPaused) {
        this.isPaused = isPaused;
        if (isPaused) {
            this.stop();
        } else {
            this.refresh();
        }
    }

    stop() {
        clearTimeout(this.timer);
        this.again = false;
        this.question?.abort();
        this.say();
    }

    /** Asks at once, and does not wait for a change: what is asked for is another, or somebody is back. */
    refresh() {
        this.isFresh = false;
        if (this.question === undefined) {
            this.run();
        } else {
            this.again = true;
            this.question.abort();
        }
    }

    async run() {
        clearTimeout(this.timer);
        this.again = false;
        this.hasFailed = false;
        const question = new AbortController();
        this.question = question;
        let delay = POLL_MS;
        try {
            const waited = await this.ask(this.isFresh ? WAIT_S : 0, question.signal);
            delay = waited ? this.pauseMs : POLL_MS;
            this.misses = 0;
            // Aborted while it was shown: something else is asked for, and nothing known of it.
            this.isFresh = !question.signal.aborted;
            this.say();
        } catch (e) {
            this.isFresh = false;
            if (!question.signal.aborted) {
                delay = this.complain(e);
                this.hasFailed = true;
            }
        }
        this.question = undefined;
        if (this.again) {
            this.run();
        } else if (this.isOn && this.pauseMs !== null || this.hasFailed && this.attention.state === 'here') {
            // What was said to be tried again is, even in a pause.
            this.timer = setTimeout(() => this.run(), delay);
        }
    }

    say() {
        const isOn = this.attention.state === 'here' || this.pauseMs === null;
        const state = this.isPaused ? 'paused' : isOn ? 'on' : this.attention.state;
        this.onTell(state, text(`live.${state}`), false);
    }

    /** Says what is wrong; gives the time until the next try. */
    complain(error) {
        this.onTell('off', trouble(error), error.status === 401);
        switch (error.status) {
            case 401:
            case 403:
                return POLL_WITHOUT_LOGIN_MS;
            case api.NO_API:
                this.misses += 1;
                return this.misses > PROMPT_POLLS_WITHOUT_API ? POLL_WHEN_GONE_MS : POLL_WITHOUT_API_MS;
            default:
                return POLL_MS;
        }
    }
}

/** What it means for what is shown that a question failed, in words. */
export function trouble(error) {
    if (error.code === 'no_database') {
        return text('live.no_database', error.message);
    }
    switch (error.status) {
        case 0:
            return text('live.unreachable');
        case 401:
            return text('live.login_ended');
        case 403:
            return text('live.address_refused');
        case api.NO_API:
        case 503:
            return text('live.not_running');
        default:
            // Nothing is thrown away silently: a fault of the page shows in the console.
            console.error(error);
            return text('live.failed', error.message);
    }
}
