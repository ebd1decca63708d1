package io.lrpspark.pipeline.report.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;

/** The page in a browser: what it does, and that it complains of nothing. */
class ReportBrowserTest {
    private static final String SCRIPT = "<script>alert(1)</script>";

    @TempDir
    private static Path folder;

    private static Optional<ChromeDriver> browser = Optional.empty();
    private static Path file;

    @BeforeAll
    static void open() throws IOException {
        browser = Browser.open(1280, 900);
        assumeTrue(
                browser.isPresent(),
                "skipped: there is no Chromium with its driver (Debian: apt-get install chromium chromium-driver)");
        file = folder.resolve("report.html");
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            ReportPage.write(MadeUpReport.small(SCRIPT).report(), writer);
        }
    }

    @AfterAll
    static void close() {
        browser.ifPresent(ChromeDriver::quit);
    }

    @BeforeEach
    void load() {
        page().get(file.toUri().toString());
    }

    private static ChromeDriver page() {
        return browser.orElseThrow();
    }

    private static Object script(String script, Object... arguments) {
        return page().executeScript(script, arguments);
    }

    private static WebElement find(String selector) {
        return page().findElement(By.cssSelector(selector));
    }

    private static void await(String condition) {
        script("return new Promise((done, fail) => { let left = 200; const look = () => { if (" + condition
                + ") { done(true); } else if (left-- > 0) { setTimeout(look, 50); } else { fail('never true'); } };"
                + " look(); })");
    }

    private static List<String> names() {
        return page().findElements(By.cssSelector("#class-table tbody tr:not([hidden]) th")).stream()
                .map(WebElement::getText)
                .map(name -> name.substring(0, "class 0".length()))
                .toList();
    }

    @Test
    void drawsEverythingWithoutAnError() {
        script("document.querySelectorAll('details').forEach(each => each.open = true)");
        script("return new Promise(done => { const all = [...document.querySelectorAll('canvas')];"
                + "const next = () => { const one = all.shift(); if (!one) { done(true); return; }"
                + "one.scrollIntoView({behavior: 'instant'}); setTimeout(next, 60); }; next(); })");
        await("[...document.querySelectorAll('canvas')].every(each => Chart.getChart(each))");

        assertThat(page().manage().logs().get(LogType.BROWSER).getAll()).isEmpty();
        assertThat(script("return [...document.images].filter(each => each.naturalWidth === 0).length"))
                .isEqualTo(0L);
        assertThat((Long) script("return document.images.length")).isGreaterThan(50L);
        assertThat(script("return performance.getEntriesByType('resource')"
                        + ".filter(each => !each.name.startsWith('data:')).length"))
                .isEqualTo(0L);
    }

    @Test
    void showsANameThatIsAScriptAsText() {
        assertThat(find("#class-table tbody th").getText()).isEqualTo("class 0" + SCRIPT);
        assertThat(script("return document.scripts.length")).isEqualTo(3L);
    }

    @Test
    void sortsByTheKeyboardAndSaysSo() {
        WebElement header = find("th[data-sort=number] button");
        WebElement recall = page().findElements(By.cssSelector("th[data-sort] button")).stream()
                .filter(button -> button.getText().equals("Recall"))
                .findFirst()
                .orElseThrow();

        recall.sendKeys(Keys.ENTER);
        assertThat(names()).containsExactly("class 0", "class 2", "class 3", "class 4", "class 1");
        recall.sendKeys(Keys.ENTER);
        assertThat(names()).containsExactly("class 4", "class 3", "class 2", "class 0", "class 1");

        assertThat(recall.findElement(By.xpath("..")).getDomAttribute("aria-sort"))
                .isEqualTo("ascending");
        assertThat(header.findElement(By.xpath("..")).getDomAttribute("aria-sort"))
                .isEqualTo("none");
    }

    @Test
    void filtersByNameAndByFindings() {
        find("#class-filter").sendKeys("CLASS 3");
        assertThat(names()).containsExactly("class 3");
        assertThat(find("#class-count").getText()).isEqualTo("1 of 5 shown");

        find("#class-filter").clear();
        find("#class-filter").sendKeys(" ");
        find("#class-show").sendKeys("with findings");
        assertThat(names()).containsExactly("class 0");
    }

    @Test
    void stepsThroughThePlotByTheKeyboardAndShowsTheImage() {
        WebElement plot = find(".plot .canvas");
        script("arguments[0].scrollIntoView()", plot);
        script("arguments[0].focus()", plot);

        new Actions(page()).sendKeys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT).perform();

        assertThat(find(".picked").getText()).contains("image-0-1" + SCRIPT);
        assertThat(page().findElements(By.cssSelector(".picked img"))).hasSize(2);
        assertThat(find("#image-0-1").getDomAttribute("class")).isEqualTo("chosen");
        assertThat(find(".picked").getDomAttribute("aria-live")).isEqualTo("polite");
    }

    @Test
    void hasTheImagesOfThePlotAsATableThatTheTabKeyReaches() {
        WebElement opener = find(".points-table summary");
        opener.sendKeys(Keys.ENTER);
        await("document.querySelectorAll('.points tbody tr').length === 12");

        for (int tab = 0; tab < 3 && script("return document.activeElement.closest('.points button')") == null; tab++) {
            new Actions(page()).sendKeys(Keys.TAB).perform();
        }
        new Actions(page()).sendKeys(Keys.ENTER).perform();

        assertThat(find(".picked").getText()).contains("image-0-0" + SCRIPT);
    }

    @Test
    void opensAClassThatALinkLeadsTo() {
        script("arguments[0].click()", find("#class-table a[href='#class-2']"));

        await("document.getElementById('class-2').open");
    }

    @Test
    void hasOneHeadingOfTheFirstLevelAndNoneThatSkipsALevel() {
        @SuppressWarnings("unchecked")
        List<Long> levels = (List<Long>) script(
                "return [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(each => Number(each.tagName[1]))");

        assertThat(levels).startsWith(1L).containsOnlyOnce(1L);
        for (int i = 1; i < levels.size(); i++) {
            assertThat(levels.get(i) - levels.get(i - 1)).isLessThanOrEqualTo(1L);
        }
    }

    @Test
    void namesEveryImageTableAndControl() {
        assertThat(script("return [...document.images].filter(each => !each.alt).length"))
                .isEqualTo(0L);
        assertThat(
                        script(
                                "return [...document.querySelectorAll('table')].filter(each => !each.caption && !each.ariaLabel).length"))
                .isEqualTo(0L);
        assertThat(script("return [...document.querySelectorAll('input,select')]"
                        + ".filter(each => each.labels.length === 0).length"))
                .isEqualTo(0L);
        assertThat(script("return document.querySelectorAll('main').length")).isEqualTo(1L);
    }

    @Test
    void leadsToTheContentFirst() {
        new Actions(page()).sendKeys(Keys.TAB).perform();

        assertThat(page().switchTo().activeElement().getText()).isEqualTo("To the content");
    }

    @Test
    void fitsANarrowWindow() {
        page().executeCdpCommand(
                        "Emulation.setDeviceMetricsOverride",
                        Map.of("width", 420, "height", 900, "deviceScaleFactor", 1, "mobile", false));
        try {
            script("document.querySelectorAll('details').forEach(each => each.open = true)");
            assertThat((Long) script("return document.documentElement.scrollWidth"))
                    .isLessThanOrEqualTo(420L);
        } finally {
            page().executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
        }
    }

    @Test
    void stopsAtATableThatScrollsAndAtNoOther() {
        await("!document.querySelector('#class-table').closest('.scroll').hasAttribute('tabindex')");

        page().executeCdpCommand(
                        "Emulation.setDeviceMetricsOverride",
                        Map.of("width", 420, "height", 900, "deviceScaleFactor", 1, "mobile", false));
        try {
            await("document.querySelector('#class-table').closest('.scroll').tabIndex === 0");
            assertThat(script("return document.querySelector('#class-table').closest('.scroll').ariaLabel"))
                    .isEqualTo("Classes");
        } finally {
            page().executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
        }
    }

    @Test
    void drawsBarsThatStandOutFromWhatIsBehindAndBeforeThem() {
        for (String scheme : List.of("light", "dark")) {
            page().executeCdpCommand(
                            "Emulation.setEmulatedMedia",
                            Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
            assertThat((List<?>) script(BARS)).as(scheme).isEmpty();
        }
    }

    @Test
    void hasEnoughContrastInLightAndDark() {
        for (String scheme : List.of("light", "dark")) {
            page().executeCdpCommand(
                            "Emulation.setEmulatedMedia",
                            Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
            assertThat((List<?>) script(CONTRASTS)).as(scheme).isEmpty();
        }
    }

    private static final String LIGHT =
            """
            const part = (value) => value <= 10.31475 ? value / 3294.6 : Math.pow((value / 255 + 0.055) / 1.055, 2.4);
            const light = (rgb) => 0.2126 * part(rgb[0]) + 0.7152 * part(rgb[1]) + 0.0722 * part(rgb[2]);
            """;

    /** Colours of bars whose contrast to paper, card or ink (WCAG 2, what is no text) is below 3. */
    private static final String BARS = LIGHT
            + """
            const style = getComputedStyle(document.documentElement);
            const shade = (name) => {
              const hex = style.getPropertyValue(name).trim();
              return light([1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16))) + 0.05;
            };
            const contrast = (a, b) => Math.max(shade(a), shade(b)) / Math.min(shade(a), shade(b));
            return ['--bar', '--bar-all'].flatMap((bar) => ['--paper', '--card', '--ink']
              .filter((other) => !(contrast(bar, other) >= 3)).map((other) => bar + ' on ' + other));
            """;

    /** Texts whose contrast to the colour behind them (WCAG 2) is below 4.5. */
    private static final String CONTRASTS = LIGHT
            + """
            const rgb = (text) => text.match(/[0-9.]+/g).map(Number);
            const behind = (element) => {
              for (let each = element; each; each = each.parentElement) {
                const color = rgb(getComputedStyle(each).backgroundColor);
                if (color.length === 3 || color[3] === 1) { return color; }
              }
              return [255, 255, 255];
            };
            const low = new Set();
            document.querySelectorAll('details').forEach((each) => { each.open = true; });
            for (const element of document.querySelectorAll('body *')) {
              if ([...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim())
                  && !['SCRIPT', 'STYLE', 'OPTION'].includes(element.tagName)) {
                const a = light(rgb(getComputedStyle(element).color)) + 0.05;
                const b = light(behind(element)) + 0.05;
                if (Math.max(a, b) / Math.min(a, b) < 4.5) {
                  low.add(element.tagName + '.' + element.className + ' ' + Math.max(a, b) / Math.min(a, b));
                }
              }
            }
            return [...low];
            """;
}
