package dev.penstock.cli;

import dev.penstock.journal.Journal;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** Journals of one process that dies at one of the calls that it makes to any of them. */
final class DyingJournals {

    private final int at;
    private final boolean before;
    private int calls;

    /**
     * A process that dies.
     *
     * @param at at which call; the first one is 1
     * @param before whether the call is not made any more, or made and its answer lost
     */
    DyingJournals(int at, boolean before) {
        this.at = at;
        this.before = before;
    }

    /** What a dead process meets. */
    static final class Dead extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** A journal as this process sees it. */
    Journal of(Journal journal) {
        return (Journal) Proxy.newProxyInstance(
                Journal.class.getClassLoader(), new Class<?>[] {Journal.class}, (proxy, method, arguments) -> {
                    calls++;
                    if (calls > at || (calls == at && before)) {
                        throw new Dead();
                    }
                    Object answer;
                    try {
                        answer = method.invoke(journal, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    if (calls == at) {
                        throw new Dead();
                    }
                    return answer;
                });
    }
}
