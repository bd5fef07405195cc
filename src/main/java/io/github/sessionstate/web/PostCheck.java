package io.github.sessionstate.web;

import javax.servlet.http.HttpServletRequest;

/** What every {@code POST} must have before anything is done for it. */
final class PostCheck {
    private PostCheck() {
    }

    /** Refuses a request that is not JSON, or of a console login and without its token. */
    static void check(RunningServices services, Caller caller, HttpServletRequest request) throws ApiException {
        if (!isJson(request.getContentType())) {
            throw new ApiException(Problem.MEDIA_TYPE,
                    "the body must be application/json in UTF-8");
        }
        if (caller.isLoggedIn() && !services.csrfTokens().matches(request, caller.administrator())) {
            throw new ApiException(Problem.CSRF,
                    "the header " + CsrfTokens.HEADER + " must carry the token that the answers to this login have there");
        }
    }

    private static boolean isJson(String contentType) {
        return contentType != null
                && contentType.matches("(?i)\\s*application/json\\s*(;\\s*charset\\s*=\\s*\"?utf-8\"?\\s*)?");
    }
}
