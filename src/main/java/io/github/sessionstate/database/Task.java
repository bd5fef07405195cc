package io.github.sessionstate.database;

/** What runs on the threads of the database, unless the plugin stops before. */
interface Task extends Runnable {
    /** It will not be run: the plugin was stopped. */
    void leftOut();
}
