package io.github.sessionstate.history;

import java.time.Instant;

/**
 * The first login of a user with a client, or from a network. What stands in it may come from a client.
 *
 * @param session      the id of the session
 * @param username     whose
 * @param host         of which domain
 * @param at           when the user logged in
 * @param client       what the client says that it is; null if it does not
 * @param ip           the address; null if none is kept
 * @param isClientNew  whether no earlier session that is kept was of this client
 * @param isNetworkNew whether no earlier session that is kept was from the address's network
 */
public record NewDevice(String session, String username, String host, Instant at, String client, String ip,
                        boolean isClientNew, boolean isNetworkNew) {
}
