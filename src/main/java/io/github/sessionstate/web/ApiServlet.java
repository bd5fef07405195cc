package io.github.sessionstate.web;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import io.github.sessionstate.text.Log;
import io.github.sessionstate.text.Quote;
import io.github.sessionstate.token.Scope;

/**
 * One path of the API with its methods. Answers JSON whatever happens, and answers nobody but an administrator who is
 * logged in, or a token of one: the console's login filter lets these paths through, see
 * {@link ApiPaths#WITHOUT_LOGIN_FILTER}. Each answer to a login brings along the token against forged requests that a
 * {@code POST} of that login must carry; one with a token of an administrator needs none, as no browser sends it by
 * itself.
 */
abstract class ApiServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Log LOG = Log.of(ApiServlet.class);

    private final String path;
    private final transient List<Operation> operations;

    /**
     * @param path       one of {@link ApiPaths}
     * @param operations its methods
     */
    ApiServlet(String path, Operation... operations) {
        this.path = path;
        this.operations = List.of(operations);
    }

    String path() {
        return path;
    }

    /** Its methods. */
    List<Operation> ownOperations() {
        return operations;
    }

    /** The answer to a {@code GET}: a {@link Content}, or what {@link Json} can write. */
    Object answer(RunningServices services, Caller caller, HttpServletRequest request) throws ApiException {
        throw new UnsupportedOperationException(path);
    }

    /**
     * Does what a {@code POST} asks.
     *
     * @param body of the type that the operation says
     * @return the answer, which {@link Json} can write
     * @throws ApiException if nothing was done
     */
    Object run(RunningServices services, Caller caller, Record body) throws ApiException {
        throw new UnsupportedOperationException(path);
    }

    /**
     * Answers the request. The whole answer is made before its first byte is sent, or the first piece of one that is
     * made while it is sent: what fails until then is answered with an error, whatever it was that failed.
     *
     * @throws RuntimeException if sending failed half way, so that the container cuts the connection: the length that
     *                          was announced tells the client that it does not have all
     */
    @Override
    protected final void service(HttpServletRequest request, HttpServletResponse response) {
        try (Content content = answered(request, response)) {
            send(request, response, HttpServletResponse.SC_OK, content);
        } catch (ApiException e) {
            JsonBody.skip(request);
            e.headers().forEach(response::setHeader);
            whole(request, response, e.problem().status(), Content.problem(e.body()));
        }
    }

    // Failures of ours as one more problem.
    private Content answered(HttpServletRequest request, HttpServletResponse response) throws ApiException {
        try {
            return Content.of(answer(request, response));
        } catch (IOException | RuntimeException | Error e) {
            LOG.error("{} {} failed", request.getMethod(), path, e);
            throw ApiException.internal();
        }
    }

    private static void send(HttpServletRequest request, HttpServletResponse response, int status, Content content)
            throws ApiException {
        if (content.pieces() == null) {
            whole(request, response, status, content);
        } else {
            response.setStatus(status);
            content.headers().forEach(response::setHeader);
            Reply.send(request, response, content.type(), content.pieces());
        }
    }

    private static void whole(HttpServletRequest request, HttpServletResponse response, int status, Content content) {
        response.setStatus(status);
        content.headers().forEach(response::setHeader);
        response.setContentLength(content.bytes().length);
        Reply.send(request, response, content.type(), Reply.NO_STORE, content.bytes());
    }

    private Object answer(HttpServletRequest request, HttpServletResponse response) throws IOException, ApiException {
        RunningServices services = RunningServices.current();
        if (services == null) {
            throw new ApiException(Problem.NOT_RUNNING, "the plugin is not running");
        }
        // The server compares without case, and 4.2.0 takes a common beginning for a match.
        if (!("/" + path).equals(request.getPathInfo())) {
            throw noSuchPath();
        }
        if (!services.login().isAddressAllowed(request)) {
            throw new ApiException(Problem.ADDRESS_BLOCKED, "the console is not open to this address");
        }
        List<String> credentials = TokenCheck.credentials(request);
        Caller caller = credentials.isEmpty() ? loggedIn(services, request, response)
                : TokenCheck.check(services, credentials, request);
        Operation operation = operation(request.getMethod());
        checkScopes(caller, operation.scopes());
        if (operation.input().parameters().isEmpty()) {
            refuseParameters(request);
        }
        return operation.input().body() == null ? answer(services, caller, request)
                : posted(services, caller, operation, request);
    }

    private static void checkScopes(Caller caller, Set<Scope> scopes) throws ApiException {
        if (scopes.isEmpty() && !caller.isLoggedIn()) {
            throw new ApiException(Problem.CONSOLE_ONLY, "this takes a console login, not a token");
        }
        for (Scope scope : scopes) {
            if (!caller.mayUse(scope)) {
                // RFC 6750 §3: all that the request takes.
                throw new ApiException(Problem.SCOPE_MISSING, "the token does not have the scope " + scope)
                        .header("WWW-Authenticate", TokenCheck.CHALLENGE + ", error=\"insufficient_scope\", scope=\""
                                + scopes.stream().map(Scope::toString).collect(Collectors.joining(" ")) + '"');
            }
        }
    }

    private Object posted(RunningServices services, Caller caller, Operation operation, HttpServletRequest request)
            throws IOException, ApiException {
        PostCheck.check(services, caller, request);
        String key = operation.input().isKeyed() ? IdempotencyKey.of(request) : null;
        JsonBody body = JsonBody.of(request, operation.input().maxBytes());
        Record wanted = body.read(operation.input().body());
        return key == null ? run(services, caller, wanted)
                : new Json.Text(services.keyedAnswers().answer(caller.identity() + ' ' + key, path + ' ' + body.hash(),
                        () -> Json.text(run(services, caller, wanted))));
    }

    private static Caller loggedIn(RunningServices services, HttpServletRequest request, HttpServletResponse response)
            throws ApiException {
        String administrator = services.login().administrator(request);
        if (administrator == null) {
            throw new ApiException(Problem.LOGIN_NEEDED, "an administrator's console login or a token is needed")
                    .header("WWW-Authenticate", TokenCheck.CHALLENGE);
        }
        String token = services.csrfTokens().token(request, administrator);
        if (token != null) {
            response.setHeader(CsrfTokens.HEADER, token);
        }
        return Caller.loggedIn(administrator);
    }

    private Operation operation(String method) throws ApiException {
        List<String> methods = operations.stream().map(Operation::method).toList();
        return operations.stream().filter(operation -> operation.method().equals(method)).findFirst().orElseThrow(
                () -> new ApiException(Problem.METHOD, "the method must be " + String.join(" or ", methods))
                        .header("Allow", String.join(", ", methods)));
    }

    static ApiException noSuchPath() {
        return new ApiException(Problem.UNKNOWN_PATH, "no such path");
    }

    /** The parameters of the query string, decoded. */
    static Map<String, String[]> parameters(HttpServletRequest request) throws ApiException {
        try {
            return request.getParameterMap();
        } catch (RuntimeException e) {
            // What the container throws at bad percent-encoding differs between its versions.
            throw ApiException.badParameter("the query string cannot be decoded");
        }
    }

    // For paths that have none.
    private static void refuseParameters(HttpServletRequest request) throws ApiException {
        String query = request.getQueryString();
        if (query != null && !query.isEmpty()) {
            throw ApiException.unknownParameter(Quote.of(query.split("[=&]", 2)[0]));
        }
    }
}
