"""What programs are answered about a job, whatever address they come by."""

from chalicelib.accounts.acting import as_actor
from chalicelib.aws.clock import real_now
from chalicelib.exports.ask_job import load_job
from chalicelib.exports.model import Job
from chalicelib.exports.views import view_job
from chalicelib.web.call import Call, Reply


def answer_job(call: Call, job_id: str) -> object:
    """Answer how far a job of the caller's is; NotFound for another's."""
    return view_job(load_job(job_id, by=as_actor(call.person, "api")), real_now())


def answer_asked(job: Job) -> Reply:
    """Answer that a job was taken on, and where it is followed."""
    return Reply(view_job(job, real_now()), 202, {"Location": f"/api/v1/jobs/{job.job_id}"})
