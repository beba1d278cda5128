package dev.penstock.simulator.codedeploy;

/** Why a deployment fails: a code of {@code ErrorInformation} and words. */
final class DeploymentFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final String words;

    DeploymentFailure(String code, String words) {
        super(code + ": " + words);
        this.code = code;
        this.words = words;
    }

    String code() {
        return code;
    }

    String words() {
        return words;
    }
}
