package io.github.sessionstate.it.probe;

import java.io.File;

import org.jivesoftware.openfire.container.Plugin;
import org.jivesoftware.openfire.container.PluginManager;

import io.github.sessionstate.SessionStatePlugin;
import io.github.sessionstate.binding.BindEvent;
import io.github.sessionstate.binding.BindListener;
import io.github.sessionstate.binding.BindVerdict;
import io.github.sessionstate.binding.PreResourceBind;
import io.github.sessionstate.session.Session;

/** A plugin of the tests that has a say in binds and hears what was decided, as any other plugin can that names Session State as its parent. */
public final class HookPlugin implements Plugin, PreResourceBind, BindListener {
    private volatile BindEvent decided;

    @Override
    public void initializePlugin(PluginManager manager, File pluginDirectory) {
        SessionStatePlugin.bindHooks().add(this);
        SessionStatePlugin.bindEvents().addListener(this);
    }

    @Override
    public void destroyPlugin() {
        if (SessionStatePlugin.bindHooks() != null) {
            SessionStatePlugin.bindHooks().remove(this);
            SessionStatePlugin.bindEvents().removeListener(this);
        }
    }

    @Override
    public void decided(BindEvent event) {
        decided = event;
    }

    @Override
    public BindVerdict beforeBind(Session session, String resource) {
        if (resource == null) {
            return BindVerdict.proceed();
        }
        return switch (resource) {
            case "rename me" -> BindVerdict.rename("renamed " + session.state().username());
            case "refuse me" -> BindVerdict.refuse("not-acceptable", "Not this <one>");
            case "violate a policy" -> BindVerdict.refuse("policy-violation", null);
            case "where" -> BindVerdict.rename(Thread.currentThread().getName());
            case "what was decided" -> BindVerdict.rename(decided.kind() + " " + decided.policy() + " "
                    + decided.outcome());
            case "throw" -> throw new IllegalStateException("as it was told to");
            case "be slow" -> slowly();
            default -> BindVerdict.proceed();
        };
    }

    private static BindVerdict slowly() {
        try {
            Thread.sleep(60_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return BindVerdict.refuse("not-acceptable", "Too late");
    }
}
