package io.bespokecache.atlas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Chromium without a window. A test that needs it is skipped without Chromium and its
 * driver, unless the environment variable {@code BESPOKE_REQUIRE_BROWSER} is
 * {@code true}.
 */
public final class Browser implements AutoCloseable {

	private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

	private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

	private static final Path SCREENSHOTS = Path.of("target", "screenshots");

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final ChromeDriver driver;

	private Browser(ChromeDriver driver) {
		this.driver = driver;
	}

	/**
	 * Opens the browser.
	 * @param profile an empty directory
	 * @return the browser
	 */
	public static Browser open(Path profile) {
		boolean present = Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
		if (!Boolean.parseBoolean(System.getenv("BESPOKE_REQUIRE_BROWSER"))) {
			assumeTrue(present, "Chromium and its driver are not installed");
		}
		assertThat(present).as("Chromium and its driver are installed").isTrue();
		ChromeOptions options = new ChromeOptions().setBinary(CHROMIUM.toFile());
		options.addArguments("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
				"--disable-background-networking", "--disable-component-update", "--disable-sync",
				"--user-data-dir=" + profile);
		ChromeDriverService service = new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).build();
		return new Browser(new ChromeDriver(service, options));
	}

	/** The driver, for what is not here. */
	public ChromeDriver driver() {
		return this.driver;
	}

	/**
	 * Sets the window, also below the least width that one of Chromium has.
	 * @param width width in pixels
	 * @param height height in pixels
	 * @param colours {@code light} or {@code dark}
	 */
	public void show(int width, int height, String colours) {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", true));
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colours))));
	}

	/**
	 * Waits until the page is as it should be.
	 * @param condition how it should be
	 */
	public void await(Predicate<ChromeDriver> condition) {
		new WebDriverWait(this.driver, TIMEOUT).until((page) -> condition.test(this.driver));
	}

	/**
	 * An element of the page.
	 * @param selector CSS selector of it
	 * @return the element
	 */
	public WebElement element(String selector) {
		return this.driver.findElement(By.cssSelector(selector));
	}

	/**
	 * Elements of the page.
	 * @param selector CSS selector of them
	 * @return the elements
	 */
	public List<WebElement> elements(String selector) {
		return this.driver.findElements(By.cssSelector(selector));
	}

	/**
	 * Asserts that nothing of the page is cut off at the side.
	 * @param width width of the window
	 */
	public void assertFits(int width) {
		assertThat(this.driver.executeScript("return document.documentElement.clientWidth")).isEqualTo((long) width);
		assertThat(this.driver.executeScript("return document.documentElement.scrollWidth")).isEqualTo((long) width);
	}

	/**
	 * Leaves a picture of the whole page in {@code target/screenshots}.
	 * @param name name of the picture
	 */
	public void screenshot(String name) {
		Object data = this.driver
			.executeCdpCommand("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true))
			.get("data");
		try {
			Files.createDirectories(SCREENSHOTS);
			Files.write(SCREENSHOTS.resolve(name + ".png"), Base64.getDecoder().decode(String.valueOf(data)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.driver.quit();
	}

}
