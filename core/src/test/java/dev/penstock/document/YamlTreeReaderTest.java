package dev.penstock.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class YamlTreeReaderTest {

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "yes | 'yes'",
                "~ | null",
                "`` | null",
                "'' | ''",
                "TRUE | bTRUE",
                "0755 | i0755",
                "0o17 | i0o17",
                "0xff | i0xff",
                "012345678901 | i012345678901",
                "-12 | i-12",
                "-- | '--'",
                "0.2 | n0.2",
                "1. | n1.",
                ".5e-3 | n.5e-3",
                ". | '.'",
                "1e | '1e'",
                "-.inf | n-.inf",
                "1.2.3 | '1.2.3'",
                "2012-10-17 | '2012-10-17'",
                "12:30:45 | '12:30:45'",
                "\"5\" | '5'",
                "!!str 5 | '5'",
                "! 5 | '5'",
                "!!int 5 | i5",
            })
    void plainScalarsHaveTheTypesOfTheCoreSchemaAndKeepTheirText(String written, String expected) {
        Read read = Read.of("a.yml", "key: " + (written == null ? "" : written));
        assertThat(read.complaints()).isEmpty();
        assertThat(read.shown()).isEqualTo("{key:" + expected + "}");
    }

    @Test
    void everyValueKnowsItsLineAndColumn() {
        Read read = Read.of("a.yml", "a:\n  - b: one\n    \u20ac\ud83d\ude00: {c: two}\r\n");
        SourceNode.Mapping root = (SourceNode.Mapping) read.tree().orElseThrow();
        SourceNode.Mapping item = (SourceNode.Mapping)
                ((SourceNode.Sequence) root.get("a").orElseThrow()).items().getFirst();
        assertThat(item.span()).hasToString("a.yml:2:5");
        assertThat(item.get("b").orElseThrow().span()).hasToString("a.yml:2:8");
        SourceNode.Mapping inner = (SourceNode.Mapping) item.entries().getLast().value();
        assertThat(inner.get("c").orElseThrow().span())
                .as("columns count characters")
                .hasToString("a.yml:3:13");
    }

    @Test
    void aliasesAreFollowedAndMergeKeysStandBelowWhatIsWrittenOut() {
        Read read = Read.of("a.yml", """
                base: &base {a: 1, b: 2}
                more: &more {b: 3, c: 4}
                one: {<<: *base, b: 9}
                two: {<<: [*more, *base], d: *base}
                """);
        assertThat(read.complaints()).isEmpty();
        assertThat(read.shown())
                .isEqualTo("{base:{a:i1,b:i2},more:{b:i3,c:i4},one:{b:i9,a:i1},two:{d:{a:i1,b:i2},b:i3,c:i4,a:i1}}");
    }

    @Test
    void cloudFormationsShortFormsBecomeLongForms() {
        Read read = Read.of(SourceText.of("t.yml", """
                        a: !Ref Name
                        b: !GetAtt Thing.Outputs.Arn
                        c: !Sub '${AWS::Region}-x'
                        d: !If [Prod, !Ref 'AWS::NoValue', !Join ['-', [x, !ImportValue y]]]
                        e: !Condition IsProd
                        f: !Transform {Name: 'AWS::Include'}
                        g: !GetAtt [Thing, Arn]
                        h: !Equals [!Ref A, 1]
                        """), ReadLimits.DEFAULT, Tags.CLOUDFORMATION);
        assertThat(read.complaints()).isEmpty();
        assertThat(read.shown())
                .isEqualTo("{a:{Ref:'Name'},b:{Fn::GetAtt:['Thing','Outputs.Arn']},c:{Fn::Sub:'${AWS::Region}-x'},"
                        + "d:{Fn::If:['Prod',{Ref:'AWS::NoValue'},{Fn::Join:['-',['x',{Fn::ImportValue:'y'}]]}]},"
                        + "e:{Condition:'IsProd'},f:{Fn::Transform:{Name:'AWS::Include'}},g:{Fn::GetAtt:['Thing','Arn']},"
                        + "h:{Fn::Equals:[{Ref:'A'},i1]}}");
    }

    @Test
    void aTagThatIsNotKnownIsAProblemWithItsPlace() {
        assertThat(Read.of("a.yml", "a: !Ref b\nc: !!binary aGk=\nd: !x [1]\n").complaints())
                .containsExactly(
                        "PEN-YAML-005 1:4 The tag !Ref is not known here.",
                        "PEN-YAML-005 2:4 The tag !!binary does not fit this value.",
                        "PEN-YAML-005 3:4 The tag !x is not known here.");
    }

    @Test
    void aKeyGivenTwiceIsReportedWithBothPlaces() {
        Read read = Read.of("a.yml", "a: 1\nb: 2\na: 3\n");
        assertThat(read.complaints())
                .containsExactly(
                        "PEN-YAML-002 3:1 The key 'a' is given twice; it was given first at line 1, column 1.");
        assertThat(read.shown()).isEqualTo("{a:i1,b:i2}");
    }

    @Test
    void mistakesAreWordedForPeople() {
        assertThat(Read.of("a.yml", "a:\n\t- b\n").complaints())
                .singleElement()
                .asString()
                .startsWith("PEN-YAML-001 2:1 A tab stands where YAML takes spaces only");
        assertThat(Read.of("a.yml", "a: b: c\n").complaints())
                .containsExactly("PEN-YAML-001 1:5 A colon makes this a key, and no key is allowed here.");
        assertThat(Read.of("a.yml", "a: *nobody\n").complaints())
                .containsExactly("PEN-YAML-004 1:4 The alias *nobody has no anchor &nobody that ends before it.");
        assertThat(Read.of("a.yml", "a: 1\n---\nb: 2\n").complaints())
                .containsExactly("PEN-YAML-003 2:1 A second YAML document starts here.");
        assertThat(Read.of("a.yml", "{{ .Name }}: 1\n").complaints())
                .containsExactly(
                        "PEN-YAML-006 1:1 A key must be text; this one is a mapping.",
                        "PEN-YAML-006 1:2 A key must be text; this one is a mapping.");
        assertThat(Read.of("a.yml", "a: {<<: 1}").complaints())
                .containsExactly(
                        "PEN-YAML-007 1:9 The merge key << takes a mapping or a list of mappings; this is a whole"
                                + " number.");
        assertThat(Read.of("a.yml", "# only this\n").complaints())
                .containsExactly("PEN-TEXT-003 1:1 The file holds nothing but comments.");
        assertThat(Read.of("a.yml", "a: 1\nb: \u0007\n").complaints())
                .containsExactly("PEN-YAML-008 2:4 YAML does not allow the character U+0007.");
    }

    @Test
    void anAnchorThatHoldsItselfIsRefused() {
        assertThat(Read.of("a.yml", "a: &x [*x]\n").complaints())
                .singleElement()
                .asString()
                .startsWith("PEN-YAML-004 1:8");
    }

    @Test
    void anAliasBombIsRefusedBeforeItGrows() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d, *a%d, *a%d]%n".formatted(i, i, i - 1, i - 1, i - 1, i - 1));
        }
        assertThat(Read.of("a.yml", bomb.toString()).complaints())
                .singleElement()
                .asString()
                .startsWith("PEN-TEXT-005 9:");
    }

    @Test
    void deepNestingIsRefusedAndNotRecursedInto() {
        assertThat(Read.of("a.yml", "[".repeat(100_000)).complaints())
                .singleElement()
                .asString()
                .startsWith("PEN-TEXT-004");
        assertThat(Read.of("a.yml", "- ".repeat(50_000) + "a").complaints())
                .singleElement()
                .asString()
                .startsWith("PEN-TEXT-004");
        Read deepest = Read.of("a.yml", "[".repeat(100) + "]".repeat(100));
        assertThat(deepest.complaints()).isEmpty();
        assertThat(deepest.tree()).isNotEqualTo(Optional.empty());
    }
}
