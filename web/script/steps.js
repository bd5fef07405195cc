import { linkWith } from './link.js';

/** Keeps the browser's address and history as what is shown is, so that Back leads to what was shown before. */
export class Steps {
    /** @param onBack called when the browser has gone to another step, whose address it has by then */
    constructor(onBack) {
        this.onBack = onBack;
        // What to put once the step that opened details is left; null if none is being left.
        this.waiting = null;
        addEventListener('popstate', () => this.arrive());
    }

    /**
     * Puts what is shown into the address. Details that are shut are left as they were opened: not with one more step.
     *
     * @param parameters of the address; one that is empty is left out
     * @param step       what led there, as far as somebody wants to go back: 'press', 'typing', 'details', or null
     * @param offset     what the history keeps beside the address
     */
    put(parameters, step = null, offset = null) {
        if (this.waiting !== null) {
            this.waiting = { parameters, step: step ?? this.waiting.step, offset };
        } else if (history.state?.isOpening && parameters.session === '' && step === null) {
            this.waiting = { parameters, step, offset };
            history.back();
        } else {
            replaceOrPush(linkWith(parameters), step, offset);
        }
    }

    arrive() {
        if (this.waiting === null) {
            this.onBack();
        } else {
            const { parameters, step, offset } = this.waiting;
            this.waiting = null;
            this.put(parameters, step, offset);
        }
    }
}

function replaceOrPush(address, step, offset) {
    const { isTyped = false, isOpening = false } = history.state ?? {};
    const isOther = address.href !== location.href;
    // What is typed without a break is one step.
    const isStep = isOther && step !== null && !(step === 'typing' && isTyped);
    const state = { offset, isTyped: isOther && step === 'typing' || isTyped && (step === null || step === 'typing'),
        isOpening: isStep ? step === 'details' : isOpening };
    if (isStep) {
        history.pushState(state, '', address);
    } else if (isOther || JSON.stringify(state) !== JSON.stringify(history.state)) {
        history.replaceState(state, '', address);
    }
}
