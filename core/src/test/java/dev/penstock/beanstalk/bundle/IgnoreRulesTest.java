package dev.penstock.beanstalk.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of gitignore(5); each expectation was held against {@code git check-ignore}. */
class IgnoreRulesTest {

    @ParameterizedTest(name = "''{0}'' leaves out {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
                    *.log            | a.log          | true
                    *.log            | b/c/a.log      | true
                    *.log            | a.logs         | false
                    /a.log           | a.log          | true
                    /a.log           | b/a.log        | false
                    b/a.log          | b/a.log        | true
                    b/a.log          | c/b/a.log      | false
                    build/           | build          | false
                    build/           | build/         | true
                    build/           | x/build/       | true
                    node_modules     | x/node_modules/ | true
                    **/target        | x/y/target     | true
                    **/target        | target         | true
                    docs/**          | docs/a/b       | true
                    docs/**          | docs           | false
                    a/**/b           | a/b            | true
                    a/**/b           | a/x/y/b        | true
                    a/*/b            | a/x/y/b        | false
                    file?.txt        | file1.txt      | true
                    file[0-9].txt    | file7.txt      | true
                    file[!0-9].txt   | filex.txt      | true
                    file[!0-9].txt   | file7.txt      | false
                    \\#notes         | #notes         | true
                    # notes          | # notes        | false
                    a*b              | a/b            | false
                    """)
    void fitsAsGitFits(String rule, String name, boolean ignored) {
        boolean isFolder = name.endsWith("/");
        String path = isFolder ? name.substring(0, name.length() - 1) : name;
        assertThat(IgnoreRules.parse(rule).ignores(path, isFolder)).isEqualTo(ignored);
    }

    @ParameterizedTest
    @CsvSource({"keep.log,false", "drop.log,true", "!odd,true"})
    void theLastRuleThatFitsDecides(String name, boolean ignored) {
        assertThat(IgnoreRules.parse("*.log\r\n!keep.log\n\\!odd").ignores(name, false))
                .isEqualTo(ignored);
    }
}
