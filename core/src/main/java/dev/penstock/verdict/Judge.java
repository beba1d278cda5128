package dev.penstock.verdict;

/**
 * Judges a canary, one look after the other. Its state is nothing but the looks so far: who keeps those can make it again. Not
 * thread-safe.
 */
public sealed interface Judge permits VerdictJudge, KayentaVerdictJudge, ArgoVerdictJudge {

    /** The judge that settings ask for, which has seen nothing. */
    static Judge of(VerdictSettings settings) {
        return switch (settings.judge()) {
            case JudgeSettings.Sequential sequential -> new VerdictJudge(settings);
            case KayentaSettings kayenta -> new KayentaVerdictJudge(settings, kayenta);
            case ArgoSettings argo -> new ArgoVerdictJudge(settings, argo);
        };
    }

    /**
     * The judge that {@link #state} was asked of, with the same settings.
     *
     * @throws IllegalArgumentException when the state is not of a judge with these settings
     */
    static Judge of(VerdictSettings settings, String state) {
        JudgeState saved = JudgeState.reading(state);
        Judge judge = of(settings);
        switch (judge) {
            case VerdictJudge sequential -> sequential.exchange(saved);
            case KayentaVerdictJudge kayenta -> kayenta.exchange(saved);
            case ArgoVerdictJudge argo -> argo.exchange(saved);
        }
        saved.end();
        return judge;
    }

    /** What it judges by. */
    VerdictSettings settings();

    /**
     * Takes in what is new and decides.
     *
     * @throws IllegalArgumentException when the look names a metric, scope or gate that the settings do not, or has a reading of
     *     the wrong kind for a gate
     * @throws IllegalStateException when it has decided for good already
     */
    Standing look(Look look);

    /** All that it knows, as one line of text: shorter than the looks that it has seen, and the same judgement to the last bit. */
    String state();
}
