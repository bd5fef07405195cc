package io.github.sessionstate.openfire.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;

import org.jivesoftware.openfire.user.User;
import org.junit.jupiter.api.Test;

import io.github.sessionstate.openfire.tracked.TrackedSessions;
import io.github.sessionstate.settings.LiveSettings;

class AccountHookTest {
    private final TrackedSessions tracker = mock(TrackedSessions.class);
    private final LiveSettings settings = mock(LiveSettings.class);
    private final List<String> changed = new ArrayList<>();
    private final List<String> forgotten = new ArrayList<>();
    private final ScheduledExecutorService executor = mock(ScheduledExecutorService.class);
    private final User john = mock(User.class);
    private final AccountHook hook = new AccountHook(tracker, settings, changed::add, forgotten::add, executor);

    AccountHookTest() {
        when(john.getUsername()).thenReturn("john");
        // Nothing is set for sessions.
        when(settings.get(any())).thenReturn(false);
    }

    @Test
    void aChangedPasswordEndsTokensThoughNoSession() {
        hook.userModified(john, Map.of("type", "passwordModified"));

        assertThat(changed).containsExactly("john");
        verifyNoInteractions(tracker);
    }

    @Test
    void anotherChangeEndsNone() {
        hook.userModified(john, Map.of("type", "emailModified"));
        hook.userModified(john, Map.of());

        assertThat(changed).isEmpty();
    }

    @Test
    void aDeletionAndANewAccountOfThatNameEndTokens() {
        hook.userDeleting(john, Map.of());
        hook.userCreated(john, Map.of());

        assertThat(changed).containsExactly("john", "john");
        assertThat(forgotten).as("once it is gone, and when another has its name").containsExactly("john");
        verify(executor).schedule(any(Runnable.class), anyLong(), any());
    }

    @Test
    void whatGoesWrongWithTokensKeepsNoSessionOpen() {
        when(settings.get(any())).thenReturn(true);
        AccountHook failing = new AccountHook(tracker, settings, username -> {
            throw new IllegalStateException("for the test");
        }, forgotten::add, executor);

        failing.userModified(john, Map.of("type", "passwordModified"));

        verify(tracker).ofUser("john");
        assertThat(failing.report().failures().count()).isEqualTo(1);
    }
}
