package dev.penstock.cli;

/**
 * What {@code penstock --help} prints. Written out, because making it from the commands would load all of them; a test
 * holds it and the commands equal.
 */
public final class RootHelp {

    private RootHelp() {}

    /** The text, at most 80 columns wide. */
    public static String text() {
        return """
            Usage: penstock COMMAND [OPTIONS]

            Runs CodePipeline-style deployments outside CodePipeline: the same definition,
            durable, against AWS or a simulated one.

            Begin:
              init        Write starter files for a pipeline of your own
              import      Make a pipeline of a .travis.yml, EB CLI, Copilot or Compose file
              run         Run a pipeline definition and follow it to its end
              plan        Show what a pipeline would change, without changing it
              validate    Check definitions, buildspecs and settings; report all problems

            Container files:
              lint        Judge Dockerruns, Compose files and task definitions
              convert     Turn a Compose file, Dockerrun or task definition into another
              migrate     Bring a bundle off a retired platform, a pipeline off CodeDeploy

            Look:
              list        List executions, newest first
              status      Show how far an execution is
              watch       Follow an execution that runs elsewhere
              logs        Show what the actions of an execution said

            Act:
              approve     Approve what an execution waits for
              reject      Reject what an execution waits for
              link        Make a link by which somebody answers without AWS
              stop        Stop an execution
              retry       Run the failed stage of an execution again
              override    Pass over a condition that keeps a stage from going on
              resume      Go on with an execution that nobody runs any more

            Releases:
              release     Pause, continue, promote or roll back what is being released
              verdict     Plan, check, record and replay what decides on a canary

            Elsewhere than here:
              work        Go on with whatever is due in a journal, beside other workers
              bootstrap   Make or update the stack by which pipelines run without a machine
              pipeline    Register pipelines that webhooks and pushed images start
              journal     Move executions between journals

            Other:
              simulate    Serve a simulated AWS to the aws CLI and any SDK
              completion  Print the completion script for bash and zsh
              exit-codes  List what the exit codes mean

            Options:
              -h, --help     Show this, or with a command what it takes
              -V, --version  Show the version

            Try it:  penstock run samples/hello/pipeline.yml --simulate
            """;
    }
}
