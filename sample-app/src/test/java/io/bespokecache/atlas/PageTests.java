package io.bespokecache.atlas;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogType;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page in a real browser. Skipped without Chromium and its driver, unless the
 * environment variable {@code BESPOKE_REQUIRE_BROWSER} is {@code true}.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = { "spring.datasource.url=jdbc:h2:mem:page",
		"bespoke.cache.caches.rates.expire-after-write=1s", "bespoke.cache.caches.rates.refresh-after-write=500ms" })
class PageTests {

	@LocalServerPort
	private int port;

	@TempDir
	private Path profile;

	private Browser window;

	private ChromeDriver browser;

	@BeforeEach
	void open() {
		this.window = Browser.open(this.profile);
		this.browser = this.window.driver();
	}

	@AfterEach
	void close() {
		if (this.window != null) {
			this.window.close();
		}
	}

	@ParameterizedTest
	@CsvSource({ "wide, 1280, 900, light", "wide-dark, 1280, 900, dark", "narrow, 390, 844, light" })
	void trafficMovesTheFiguresAndThePageFitsItsWindow(String name, int width, int height, String colours) {
		show(width, height, colours);
		visit();
		long lookups = totalLookups();
		this.browser.findElement(By.id("traffic")).click();
		await((page) -> page.findElement(By.id("traffic")).getText().equals("Stop traffic"));
		await((page) -> totalLookups() > lookups + 100);
		assertThat(this.browser.findElements(By.cssSelector(".cache"))).hasSize(6)
			.allSatisfy((card) -> assertThat(card.findElement(By.className("why")).getText()).endsWith("."))
			.allSatisfy((card) -> assertThat(card.findElement(By.className("use")).getText()).startsWith("Declared: "));
		this.window.assertFits(width);
		screenshot(name);
		this.browser.findElement(By.id("traffic")).click();
		await((page) -> page.findElement(By.id("traffic")).getText().equals("Drive traffic"));
	}

	@Test
	void theCountriesWerePreloaded() {
		visit();
		await((page) -> page.findElement(By.cssSelector("[data-cache=countries] .size"))
			.getText()
			.contains("preloaded"));
		assertThat(this.browser.findElement(By.cssSelector("[data-cache=countries] .size small")).getText())
			.isEqualTo("250 preloaded");
		assertThat(this.browser.findElement(By.cssSelector("[data-cache=city-by-id] .does")).getText())
			.contains("remembers for 1 minute what does not exist")
			.contains("writes wait for the commit");
	}

	@Test
	void anAtlasThatIsAloneTellsNothingOfNodes() {
		visit();
		await((page) -> page.findElement(By.id("total-rate")).getText().endsWith("a second"));
		assertThat(this.browser.findElement(By.id("nodes")).isDisplayed()).isFalse();
	}

	@Test
	void aMistakeCanBeMadeAndStopped() {
		visit();
		await((page) -> page.findElement(By.cssSelector("#hot-country button")).getText().equals("Look at Fiji"));
		this.browser.findElement(By.cssSelector("#hot-country button")).click();
		await((page) -> page.findElement(By.cssSelector("#hot-country button")).getText().equals("Stop"));
		assertThat(this.browser.findElement(By.cssSelector("#hot-country .advice")).getText()).isNotBlank();
		this.browser.findElement(By.cssSelector("#hot-country button")).click();
		await((page) -> page.findElement(By.cssSelector("#hot-country button")).getText().equals("Look at Fiji"));
	}

	@Test
	void everythingThatCanBePressedOrFilledInHasAName() {
		visit();
		assertThat(this.browser.findElements(By.cssSelector("button, input, select, summary, a")))
			.filteredOn((control) -> control.findElements(By.xpath("ancestor-or-self::*[@hidden]")).isEmpty())
			.hasSizeGreaterThan(10)
			.allSatisfy((control) -> assertThat(control.getAccessibleName()).isNotBlank());
	}

	@Test
	void anAtlasThatDoesNotAnswerIsToldAndForgottenWhenItIsBack() {
		visit();
		offline(true);
		await((page) -> page.findElement(By.id("problem")).isDisplayed());
		assertThat(this.browser.findElement(By.id("problem")).getText()).contains("Atlas does not answer");
		screenshot("offline");
		offline(false);
		await((page) -> !page.findElement(By.id("problem")).isDisplayed());
	}

	@Test
	void aRateWhoseSourceIsStoppedGoesOnMarkedStale() {
		visit();
		this.browser.findElement(By.cssSelector("#exchange button")).click();
		await((page) -> page.findElement(By.id("rate")).getText().contains("US dollars (synthetic)"));
		this.browser.findElement(By.id("source")).click();
		await((page) -> page.findElement(By.id("source")).getText().equals("Start the rate source"));
		await((page) -> {
			page.findElement(By.cssSelector("#exchange button")).click();
			return !page.findElements(By.cssSelector("#rate .stale-mark")).isEmpty();
		});
		assertThat(this.browser.findElement(By.id("rate")).getText()).startsWith("Stale")
			.contains("The source is down");
		screenshot("source-stopped");
		this.browser.findElement(By.id("source")).click();
		await((page) -> page.findElement(By.id("source")).getText().equals("Stop the rate source"));
		await((page) -> {
			page.findElement(By.cssSelector("#exchange button")).click();
			return page.findElement(By.id("rate")).getText().contains("US dollars (synthetic)")
					&& page.findElements(By.cssSelector("#rate .stale-mark")).isEmpty();
		});
	}

	@Test
	void aLookUpShowsWhoAnswered() {
		visit();
		this.browser.findElement(By.id("name")).sendKeys("Reykjav");
		this.browser.findElement(By.cssSelector("#search button")).click();
		await((page) -> page.findElement(By.id("found")).getText().contains("the cache"));
		assertThat(this.browser.findElement(By.id("found")).getText()).contains("Reykjavík").contains("the database");
	}

	@Test
	void anEmptyResultIsExplained() {
		visit();
		this.browser.findElement(By.id("name")).sendKeys("Xyzzyx");
		this.browser.findElement(By.cssSelector("#search button")).click();
		await((page) -> page.findElement(By.id("found")).getText().contains("No city starts with"));
		assertThat(this.browser.findElement(By.id("found")).getText()).contains("10,000 inhabitants");
	}

	@Test
	void theRateSourceCanBeStoppedAndStarted() {
		visit();
		this.browser.findElement(By.id("source")).click();
		await((page) -> page.findElement(By.id("source")).getText().equals("Start the rate source"));
		assertThat(this.browser.findElement(By.id("source-state")).getText()).contains("stopped");
		this.browser.findElement(By.id("source")).click();
		await((page) -> page.findElement(By.id("source")).getText().equals("Stop the rate source"));
	}

	@ParameterizedTest
	@CsvSource({ "report-wide, 1280, 900, light", "report-wide-dark, 1280, 900, dark",
			"report-phone, 360, 740, light" })
	void theReportOfTheCachesFitsItsWindowAndFetchesNothingElse(String name, int width, int height, String colours) {
		show(width, height, colours);
		visit();
		long lookups = totalLookups();
		this.browser.findElement(By.id("traffic")).click();
		await((page) -> totalLookups() > lookups + 1_000);
		this.browser.findElement(By.id("traffic")).click();
		await((page) -> page.findElement(By.id("traffic")).getText().equals("Drive traffic"));
		this.browser.manage().logs().get(LogType.BROWSER);
		this.browser.get("http://localhost:" + this.port + "/actuator/bespokecaches");
		assertThat(this.browser.findElements(By.cssSelector("section.cache h2"))).extracting(WebElement::getText)
			.containsExactlyInAnyOrder("city-by-id", "countries", "nearest-cities", "rates", "sessions", "visits");
		assertThat(this.browser.findElement(By.tagName("h1")).getText()).contains("6 caches");
		assertThat(this.browser.executeScript("return document.documentElement.scrollWidth")).isEqualTo((long) width);
		assertThat(this.browser.manage().logs().get(LogType.BROWSER).getAll()).isEmpty();
		assertThat(this.browser.executeScript("return performance.getEntriesByType('resource').length")).isEqualTo(0L);
		screenshot(name);
	}

	private void visit() {
		this.browser.get("http://localhost:" + this.port + "/");
		await((page) -> page.findElements(By.cssSelector(".cache")).size() == 6);
	}

	private void show(int width, int height, String colours) {
		this.window.show(width, height, colours);
	}

	private void offline(boolean offline) {
		this.browser.executeCdpCommand("Network.enable", Map.of());
		this.browser.executeCdpCommand("Network.emulateNetworkConditions",
				Map.of("offline", offline, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
	}

	private long totalLookups() {
		return Long.parseLong(this.browser.findElement(By.id("total-lookups")).getText().replace(",", ""));
	}

	private void await(Predicate<ChromeDriver> condition) {
		this.window.await(condition);
	}

	private void screenshot(String name) {
		this.window.screenshot(name);
	}

}
