/**
 * Whether anybody looks at the page. Each question to the server prolongs the console login as a click does, so an open
 * page that nobody uses must stop asking.
 */
export class Attention {
    /**
     * @param idleSeconds how long the page goes on without a sign of life
     * @param onChange    called when {@code state} has become another
     */
    constructor(idleSeconds, onChange) {
        this.idleMs = idleSeconds * 1000;
        this.onChange = onChange;
        this.lastSign = Date.now();
        this.known = this.state;
        for (const sign of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'focus']) {
            addEventListener(sign, () => this.sign(), { passive: true });
        }
        document.addEventListener('visibilitychange', () => {
            if (document.hidden) {
                this.check();
            } else {
                this.sign();
            }
        });
        setInterval(() => this.check(), 1000);
    }

    /** 'here', 'hidden' or 'idle'. */
    get state() {
        if (document.hidden) {
            return 'hidden';
        }
        return Date.now() - this.lastSign < this.idleMs ? 'here' : 'idle';
    }

    sign() {
        this.lastSign = Date.now();
        this.check();
    }

    check() {
        const state = this.state;
        if (state !== this.known) {
            this.known = state;
            this.onChange(state);
        }
    }
}
