interface Detector {
  detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>;
}

type DetectorClass = new (options: { formats: string[] }) => Detector;

const detectorClass = (): DetectorClass | undefined =>
  (globalThis as unknown as { BarcodeDetector?: DetectorClass }).BarcodeDetector;

/** Whether this browser can read a code with its camera. Where it cannot, codes are typed. */
export const canScan = (): boolean => Boolean(detectorClass() && navigator.mediaDevices?.getUserMedia);

const EVERY_MS = 200;

/** Looks through the back camera and tells each text it reads, until `stop` is called. Throws where the camera stays closed. */
export async function startScanner(video: HTMLVideoElement, read: (text: string) => void): Promise<() => void> {
  const detector = new (detectorClass()!)({ formats: ['qr_code'] });
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
  video.srcObject = stream;
  await video.play();
  const timer = setInterval(() => {
    detector.detect(video).then(
      (codes) => codes.forEach(({ rawValue }) => read(rawValue)),
      () => undefined, // a frame that cannot be read is followed by the next
    );
  }, EVERY_MS);
  return () => {
    clearInterval(timer);
    for (const track of stream.getTracks()) track.stop();
  };
}
