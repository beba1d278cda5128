package dev.penstock.build.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportReaderTest {

    @TempDir
    Path folder;

    private TestReport read(ReportFormat format, String text) throws Exception {
        Path file = folder.resolve("report");
        Files.writeString(file, text);
        return ReportReader.read(file, format);
    }

    @Test
    void readsReportsOfJUnit() throws Exception {
        assertThat(read(ReportFormat.JUNITXML, """
                        <?xml version="1.0" encoding="UTF-8"?>
                        <testsuites>
                          <testsuite name="shop.CartTest" tests="5" failures="1" errors="1" skipped="1">
                            <properties><property name="failure" value="x"/></properties>
                            <testcase classname="shop.CartTest" name="adds" time="0.01"/>
                            <testcase classname="shop.CartTest" name="prints"><system-out>a &lt;failure/&gt;</system-out></testcase>
                            <testcase classname="shop.CartTest" name="removes"><failure message="no">at <![CDATA[<x>]]></failure></testcase>
                            <testcase classname="shop.CartTest" name="breaks"><error/></testcase>
                            <testcase classname="" name="later"><skipped/></testcase>
                          </testsuite>
                        </testsuites>
                        """))
                .isEqualTo(new TestReport(2, 2, 1, List.of("shop.CartTest.removes", "shop.CartTest.breaks")));
    }

    @Test
    void readsReportsOfNUnitInBothVersions() throws Exception {
        assertThat(read(ReportFormat.NUNITXML, """
                        <test-results name="a.dll" total="4"><test-suite><results>
                          <test-case name="A.Adds" executed="True" result="Success" success="True"/>
                          <test-case name="A.Fails" executed="True" result="Failure" success="False"/>
                          <test-case name="A.Breaks" executed="True" result="Error"/>
                          <test-case name="A.Later" executed="False" result="Ignored"/>
                        </results></test-suite></test-results>
                        """)).isEqualTo(new TestReport(1, 2, 1, List.of("A.Fails", "A.Breaks")));
        assertThat(read(ReportFormat.NUNIT3XML, """
                        <test-run><test-suite result="Failed">
                          <test-case name="Adds" fullname="A.Adds" result="Passed"/>
                          <test-case name="Fails" fullname="A.Fails" result="Failed" label="Error"/>
                          <test-case name="Later" fullname="A.Later" result="Skipped"/>
                          <test-case name="Who" fullname="A.Who" result="Inconclusive"/>
                        </test-suite></test-run>
                        """)).isEqualTo(new TestReport(1, 1, 2, List.of("A.Fails")));
    }

    @Test
    void readsReportsOfTestNgWithoutWhatOnlySetsUp() throws Exception {
        assertThat(read(ReportFormat.TESTNGXML, """
                        <testng-results><suite><test><class name="shop.Cart">
                          <test-method status="PASS" name="setUp" is-config="true"/>
                          <test-method status="PASS" name="adds"/>
                          <test-method status="FAIL" name="removes"><exception class="x"/></test-method>
                          <test-method status="SKIP" name="later"/>
                        </class></test></suite></testng-results>
                        """)).isEqualTo(new TestReport(1, 1, 1, List.of("shop.Cart.removes")));
    }

    @Test
    void readsReportsOfVisualStudio() throws Exception {
        assertThat(read(ReportFormat.VISUALSTUDIOTRX, """
                        <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010"><Results>
                          <UnitTestResult testName="Adds" outcome="Passed"/>
                          <UnitTestResult testName="Removes" outcome="Failed"/>
                          <UnitTestResult testName="Slow" outcome="Timeout"/>
                          <UnitTestResult testName="Later" outcome="NotExecuted"/>
                        </Results></TestRun>
                        """))
                .isEqualTo(new TestReport(1, 2, 1, List.of("Removes", "Slow")));
    }

    @Test
    void readsReportsOfCucumberWhereABackgroundCountsWithItsScenario() throws Exception {
        assertThat(read(ReportFormat.CUCUMBERJSON, """
                        [{"name": "Cart", "elements": [
                          {"type": "background", "steps": [{"result": {"status": "passed"}}]},
                          {"type": "scenario", "name": "adds", "steps": [{"result": {"status": "passed"}}]},
                          {"type": "background", "steps": [{"result": {"status": "failed"}}]},
                          {"type": "scenario", "name": "removes", "steps": [{"result": {"status": "skipped"}}]},
                          {"type": "scenario", "name": "pays", "steps": [{"result": {"status": "undefined"}}]},
                          {"type": "scenario", "name": "tidies", "steps": [],
                           "after": [{"result": {"status": "failed"}}]}]}]
                        """))
                .isEqualTo(new TestReport(1, 2, 1, List.of("Cart: removes", "Cart: tidies")));
    }

    @Test
    void tellsWhatIsNoReport() {
        notRead(ReportFormat.JUNITXML, "<testsuite><testcase", "no XML: line 1");
        notRead(ReportFormat.JUNITXML, "<testng-results/>", "no report of the format JUNITXML with tests in it");
        notRead(ReportFormat.CUCUMBERJSON, "[{", "no JSON: ");
        notRead(ReportFormat.CUCUMBERJSON, "{}", "no report of the format CUCUMBERJSON");
    }

    private void notRead(ReportFormat format, String text, String why) {
        assertThatExceptionOfType(ReportException.class)
                .isThrownBy(() -> read(format, text))
                .withMessageStartingWith(why);
    }

    @Test
    void readsNoFileThatIsTooLarge() throws Exception {
        Path file = folder.resolve("report");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength((64L << 20) + 1);
        }
        assertThatExceptionOfType(ReportException.class)
                .isThrownBy(() -> ReportReader.read(file, ReportFormat.JUNITXML))
                .withMessage("larger than 64 MB, and not read");
    }

    @Test
    void readsNothingThatAReportNames() throws Exception {
        Path secret = folder.resolve("secret");
        Files.writeString(secret, "hunter2");
        String text = "<!DOCTYPE t [<!ENTITY s SYSTEM \"" + secret.toUri() + "\">]>"
                + "<testsuite><testcase name=\"a\"><failure>&s;</failure></testcase></testsuite>";
        try {
            assertThat(read(ReportFormat.JUNITXML, text).failedTests()).containsExactly("a");
        } catch (ReportException refused) {
            assertThat(refused).hasMessageStartingWith("no XML");
        }
    }

    @Test
    void keepsTheFirstNamesOfThoseThatFailed() throws Exception {
        String one = "<testcase name=\"" + "x".repeat(300) + "\"><error/></testcase>";
        TestReport report = read(ReportFormat.JUNITXML, "<testsuite>" + one.repeat(50) + "</testsuite>");
        assertThat(report.failed()).isEqualTo(50);
        assertThat(report.failedTests()).hasSize(TestReport.MOST_NAMES).allMatch(name -> name.length() == 201);
        assertThat(report.words()).isEqualTo("0 tests passed, 50 failed");
    }
}
