package dev.penstock.postgresql;

import dev.penstock.action.RemoteCallException;
import dev.penstock.journal.JournalException;
import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.sql.SQLException;

/** What the server's failures mean for the journal. States are those of PostgreSQL's documentation, appendix A. */
final class Failures {

    private Failures() {}

    /** Whether nobody knows any more what became of the statement: the connection is gone, or the server goes. */
    static boolean isLost(SQLException failure) {
        String state = state(failure);
        if (isImpostor(failure)) {
            return false;
        }
        return state.startsWith("08")
                || state.equals("57P01")
                || state.equals("57P02")
                || state.equals("57P03")
                || state.equals("57P05")
                || state.equals("25P03")
                // A server that has become the standby of another one: to be looked for elsewhere.
                || state.equals("25006")
                || failure.getCause() instanceof IOException;
    }

    /** Whether the server's certificate is not one for it, which it is not a second later either. Nothing was sent. */
    private static boolean isImpostor(SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException || cause instanceof CertPathBuilderException) {
                return true;
            }
        }
        // The driver has no other sign for a name that is not in the certificate than the name of its class that says
        // so.
        return String.valueOf(failure.getMessage()).contains("HostnameVerifier");
    }

    /** Whether it failed because of others who did the same at that moment; nothing of it was done. */
    static boolean isContention(SQLException failure) {
        return switch (state(failure)) {
            case "40001", "40P01", "55P03" -> true;
            default -> false;
        };
    }

    /** Whether all that is asked at this time would fail the same way. */
    static boolean isGeneral(SQLException failure) {
        String state = state(failure);
        return isLost(failure)
                || isImpostor(failure)
                || isContention(failure)
                || state.startsWith("53")
                || state.startsWith("28");
    }

    /** Whether a journal was never made there. */
    static boolean isMissing(SQLException failure) {
        return state(failure).equals("42P01") || state(failure).equals("3F000");
    }

    static JournalException translate(Server server, Throwable failure) {
        return switch (failure) {
            case JournalException told -> told;
            case SQLException sql -> translate(server, sql);
            default -> new JournalException.Unavailable("journal " + server.describe() + ": " + failure, failure);
        };
    }

    private static JournalException translate(Server server, SQLException failure) {
        String journal = "journal " + server.describe() + ": ";
        String said = String.valueOf(failure.getMessage()).replace('\n', ' ').strip();
        if (isMissing(failure)) {
            return new JournalException.Damaged(journal + "tables are missing (" + said + ")", failure);
        }
        if (failure.getCause() instanceof RemoteCallException) {
            return new JournalException.Unavailable(journal + "its password cannot be had (" + said + ")", failure);
        }
        if (isImpostor(failure)) {
            return new JournalException.Unavailable(
                    journal + "the server's certificate is not accepted (" + said + "): 'sslrootcert' names the file of"
                            + " the authority that signed it, and it has to be for the host that is named here",
                    failure);
        }
        String why = switch (state(failure)) {
            case "28P01", "28000" -> "the server does not let this role in (" + said + ")";
            case "3D000" -> "there is no such database (" + said + ")";
            case "42501" -> "this role may not do that (" + said + ")";
            case "53100" -> "the server's disk is full";
            case "53300" -> "the server has no connection left (" + said + ")";
            case "55P03" -> "others hold a lock for too long";
            default -> isLost(failure) ? "the server cannot be reached (" + said + ")" : said;
        };
        return new JournalException.Unavailable(journal + why, failure);
    }

    private static String state(SQLException failure) {
        String state = failure.getSQLState();
        return state == null ? "" : state;
    }
}
