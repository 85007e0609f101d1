import { checksOf, expect } from "#grading";
import doctorLab from "./lab.ts";

const check = checksOf(doctorLab);

check("machine-is-ready", async ({ lab }) => {
  const doctor = await lab.start("doctor");
  const toDo = "Run the doctor in its terminal, and do what it says behind ✗.";
  for (const part of ["Node", "ZeroMQ", "tcp", "ipc"])
    await expect(doctor, "A part that the course needs").toHavePrinted(
      `✓ ${part}: `,
      { tryNext: toDo },
    );
  await expect(doctor).toHaveExited(0, toDo);
});
