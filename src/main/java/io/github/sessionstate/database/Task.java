package io.github.sessionstate.database;

/** What runs on the threads of the database, or does not. */
interface Task extends Runnable {
    /** It will not be run. */
    void leftOut(String why);
}
