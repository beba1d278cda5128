package dev.penstock.rollout;

/** Settings of a release contradict themselves or do not fit their strategy. */
public final class ReleaseSettingsException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String field;
    private final String hint;

    /**
     * Tells what is wrong.
     *
     * @param field of the settings of the release; empty for them as a whole
     * @param message what is wrong: a full sentence
     * @param hint what would be right: a full sentence
     */
    public ReleaseSettingsException(String field, String message, String hint) {
        super(message);
        this.field = field;
        this.hint = hint;
    }

    /** The field of the settings that is wrong; empty for them as a whole. */
    public String field() {
        return field;
    }

    /** What would be right. */
    public String hint() {
        return hint;
    }

    /** What is wrong; never null. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
